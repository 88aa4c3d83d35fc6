"""What needs the extra `ocr` is collected only where it is installed: the CI installs what Debian has, and allows no skip."""

from parsers.documents import onnx_pictures

collect_ignore = [] if onnx_pictures.installed() else ["test_rapidocr.py"]
