#!/usr/bin/env python3
"""Makes the two fonts in this folder from the published ones, once.

    npm pack @expo-google-fonts/atkinson-hyperlegible-next@0.4.1
    tar xzf expo-google-fonts-atkinson-hyperlegible-next-0.4.1.tgz
    pip install fonttools
    python3 make.py package

The published fonts (version 2.001) lack a few signs that the reports print.
This adds them in the weight of the font's own minus sign and changes nothing
else. The licence (OFL 1.1, no reserved name) allows it; see LICENCE.txt.
"""

import math
import sys
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FACES = {"regular.ttf": "400Regular", "bold.ttf": "700Bold"}
# Signs that look like one the font has already.
SAME_AS = {0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0x2009}  # two hyphens, narrow space
WIDTH = 700


def right_arrow(middle, stroke):
    """One closed outline, clockwise as TrueType wants it."""
    left, tip, head, half = 55, WIDTH - 55, 190, stroke / 2
    neck, slant = tip - stroke * math.sqrt(2) - half, stroke / math.sqrt(2)
    return [
        (left, middle + half),
        (neck, middle + half),
        (tip - head - slant, middle + head - slant),
        (tip - head, middle + head),
        (tip, middle),
        (tip - head, middle - head),
        (tip - head - slant, middle - head + slant),
        (neck, middle - half),
        (left, middle - half),
    ]


def turned(points, quarters, middle):
    """The same outline, turned about its centre."""
    cos, sin = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarters]
    centre = WIDTH / 2
    return [
        (
            centre + (x - centre) * cos - (y - middle) * sin,
            middle + (x - centre) * sin + (y - middle) * cos,
        )
        for x, y in points
    ]


def frame(left, bottom, right, top, stroke):
    """A box: its outside clockwise, its inside the other way."""
    return [
        [(left, bottom), (left, top), (right, top), (right, bottom)],
        [
            (left + stroke, bottom + stroke),
            (right - stroke, bottom + stroke),
            (right - stroke, top - stroke),
            (left + stroke, top - stroke),
        ],
    ]


def draw(pen, contours):
    for contour in contours:
        points = [(round(x), round(y)) for x, y in contour]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()


def add(font, name, code, pen, width):
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    bounds = font["glyf"][name]
    bounds.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, bounds.xMin)
    encode(font, code, name)


def encode(font, code, name):
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def main(package):
    for target, face in FACES.items():
        font = TTFont(package / face / f"AtkinsonHyperlegibleNext_{face}.ttf")
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        bounds = BoundsPen(glyphs)
        glyphs[names[ord("−")]].draw(bounds)
        _, low, _, high = bounds.bounds
        stroke, middle = high - low, (high + low) / 2

        for name, code, quarters in [
            ("arrowright", 0x2192, 0),
            ("arrowup", 0x2191, 1),
            ("arrowleft", 0x2190, 2),
            ("arrowdown", 0x2193, 3),
        ]:
            pen = TTGlyphPen(glyphs)
            draw(pen, [turned(right_arrow(middle, stroke), quarters, middle)])
            add(font, name, code, pen, WIDTH)

        pen = TTGlyphPen(glyphs)
        draw(pen, frame(60, 30, 660, 630, stroke * 0.8))
        add(font, "box", 0x25A1, pen, 720)

        # Printed for every character the font does not have.
        pen = TTGlyphPen(glyphs)
        draw(pen, frame(50, -60, 530, 740, stroke * 0.6))
        question = glyphs[names[ord("?")]]
        question.draw(TransformPen(pen, (0.6, 0, 0, 0.6, 290 - 0.3 * question.width, 140)))
        add(font, "replacement", 0xFFFD, pen, 580)

        for code, same in SAME_AS.items():
            encode(font, code, names[same])

        font.recalcTimestamp = False
        font.save(HERE / target)


main(Path(sys.argv[1]))
