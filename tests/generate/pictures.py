"""Page pictures made from PDFs: 200 dots per inch, a little skewed, noisy and blurred, as a cheap scanner makes them."""

import io
from random import Random


def scanned(pdf: bytes, seed: int) -> bytes:
    """The first page as JPEG."""
    import pypdfium2
    from PIL import Image, ImageFilter

    dice = Random(f"scan {seed}")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    page = page.rotate(dice.uniform(-0.8, 0.8), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(page.size, dice.choice((8, 20, 35)))
    page = Image.blend(page, noise, dice.choice((0.03, 0.08, 0.12))).filter(ImageFilter.GaussianBlur(dice.choice((0, 0.5, 0.8))))
    made = io.BytesIO()
    page.save(made, "JPEG", quality=dice.choice((50, 75, 90)))
    return made.getvalue()
