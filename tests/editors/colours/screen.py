"""Reads a terminal's screen with its colours: `check FILE` or `svg FILE`."""

import html
import re
import sys

SGR = re.compile(r"\x1b\[([0-9;:]*)m")
BASIC = ["#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
         "#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff"]


def palette(index):
    if index < 16:
        return BASIC[index]
    if index < 232:
        index -= 16
        steps = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (steps[index // 36], steps[index // 6 % 6], steps[index % 6])
    grey = 8 + (index - 232) * 10
    return "#%02x%02x%02x" % (grey, grey, grey)


def apply(style, codes):
    codes = [int(c or 0) for c in re.split("[;:]", codes)]
    i = 0
    while i < len(codes):
        code = codes[i]
        if code == 0:
            style = (None, None, False)
        elif code == 1:
            style = (style[0], style[1], True)
        elif code == 22:
            style = (style[0], style[1], False)
        elif code in (38, 48):
            if codes[i + 1] == 5:
                colour, i = palette(codes[i + 2]), i + 2
            else:
                colour, i = "#%02x%02x%02x" % tuple(codes[i + 2:i + 5]), i + 4
            style = (colour, style[1], style[2]) if code == 38 else (style[0], colour, style[2])
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style = (BASIC[code - 30 if code < 90 else code - 82], style[1], style[2])
        elif code == 39:
            style = (None, style[1], style[2])
        elif 40 <= code <= 47:
            style = (style[0], BASIC[code - 40], style[2])
        elif code == 49:
            style = (style[0], None, style[2])
        i += 1
    return style


def rows(path):
    """Lines of (character, style)."""
    lines = []
    style = (None, None, False)
    for raw in open(path, encoding="utf-8").read().rstrip("\n").split("\n"):
        cells, at = [], 0
        while at < len(raw):
            match = SGR.match(raw, at)
            if match:
                style = apply(style, match.group(1))
                at = match.end()
            else:
                cells.append((raw[at], style))
                at += 1
        lines.append(cells)
    return lines


def style_of(lines, line_with, word):
    for cells in lines:
        text = "".join(c for c, _ in cells)
        at = text.find(line_with)
        if at >= 0:
            return cells[at + line_with.find(word)][1]
    raise SystemExit(f"the screen does not show {line_with!r}")


def check(lines):
    keyword = style_of(lines, "def main(customers", "def")
    name = style_of(lines, "def main(customers", "customers")
    text = style_of(lines, '"title": title', '"title"')
    key = style_of(lines, "input_transforms:", "input_transforms")
    if len({keyword, name, text}) < 3:
        raise SystemExit(f"keyword {keyword}, name {name} and string {text} of the Python look alike")
    if key == keyword:
        raise SystemExit(f"keys look like Python's keywords: {key}")


def svg(lines):
    width, height = 8.4, 18
    columns = max(len(cells) for cells in lines)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns * width:.0f}" '
          f'height="{len(lines) * height + 8}" font-family="monospace" font-size="14">')
    print('<rect width="100%" height="100%" fill="#14161b"/>')
    for row, cells in enumerate(lines):
        y = row * height + 16
        at = 0
        while at < len(cells):
            style = cells[at][1]
            end = at
            while end < len(cells) and cells[end][1] == style:
                end += 1
            text = "".join(c for c, _ in cells[at:end])
            if style[1]:
                print(f'<rect x="{at * width:.1f}" y="{y - 14}" width="{(end - at) * width:.1f}" '
                      f'height="{height}" fill="{style[1]}"/>')
            if text.strip():
                bold = ' font-weight="bold"' if style[2] else ""
                print(f'<text x="{at * width:.1f}" y="{y}" fill="{style[0] or "#e0e2ea"}"{bold} '
                      f'xml:space="preserve">{html.escape(text)}</text>')
            at = end
    print("</svg>")


lines = rows(sys.argv[2])
check(lines) if sys.argv[1] == "check" else svg(lines)
