"""The sample site's illustrations: SVG drawn by code, the same item always the same picture, nobody's photograph.

The hills, the sun and the light vary with the item; the colour follows the section; the object in front is the item's theme.
"""

import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise
from types import MappingProxyType

WIDTH, HEIGHT = 1200, 630  # pixels: the size Facebook recommends for a link's picture

_PAPER, _WARM, _RED, _SKIN = "#fffdf6", "#f3b742", "#c9413a", "#e2a877"

# Fragments of SVG on a 1200×630 canvas whose ground lies at y = 560. {accent}, {dark} and {soft} are shades of the section's colour.
_MOTIFS = {
    "document": """<g transform="rotate(-5 560 360)"><rect x="410" y="140" width="310" height="410" rx="12" fill="{paper}"/>
<rect x="450" y="185" width="150" height="16" rx="8" fill="{accent}"/><path d="M450 250h230M450 290h230M450 330h230M450 370h170" stroke="{soft}" stroke-width="14" stroke-linecap="round"/>
<circle cx="640" cy="465" r="46" fill="none" stroke="{red}" stroke-width="9"/><path d="m640 434 9 20h22l-18 14 7 22-20-13-20 13 7-22-18-14h22z" fill="{red}"/></g>
<g transform="translate(78 -8)"><path d="m800 215 44 30-150 225-58 34 14-64z" fill="{warm}"/><path d="m800 215 44 30-20 30-44-30z" fill="{dark}"/></g>""",
    "building": """<path d="M360 290 600 180l240 110z" fill="{red}"/><rect x="385" y="290" width="430" height="270" fill="{paper}"/>
<path d="M385 290h430v26H385z" fill="{warm}"/><path d="M425 345h56v76h-56zM519 345h56v76h-56zM625 345h56v76h-56zM719 345h56v76h-56zM425 454h56v76h-56zM719 454h56v76h-56z" fill="{accent}"/>
<path d="M540 560v-92a60 60 0 0 1 120 0v92z" fill="{dark}"/><path d="M340 560h520v-18H340z" fill="{soft}"/>
<path d="M597 190V84" stroke="{dark}" stroke-width="7"/><path d="M601 86h96v62h-96z" fill="{red}"/><path d="m649 98 5 13h14l-11 8 4 14-12-8-12 8 4-14-11-8h14z" fill="#ffdf3d"/>""",
    "counter": """<circle cx="600" cy="250" r="56" fill="{skin}"/><path d="M546 236a54 54 0 0 1 108 0q-54-30-108 0z" fill="{dark}"/>
<path d="M500 440v-50a84 84 0 0 1 84-78h32a84 84 0 0 1 84 78v50z" fill="{paper}"/><path d="m600 316 18 24-18 60-18-60z" fill="{accent}"/>
<rect x="330" y="420" width="540" height="34" rx="8" fill="{dark}"/><rect x="360" y="454" width="480" height="106" fill="{accent}"/>
<rect x="735" y="352" width="92" height="68" rx="8" fill="{paper}"/><path d="M755 376h52M755 396h34" stroke="{accent}" stroke-width="9" stroke-linecap="round"/>
<rect x="375" y="388" width="110" height="32" rx="4" fill="{warm}"/><rect x="385" y="372" width="90" height="18" rx="4" fill="{paper}"/>
<circle cx="600" cy="508" r="30" fill="{paper}"/><path d="m586 508 11 12 20-24" fill="none" stroke="{accent}" stroke-width="8" stroke-linecap="round"/>""",
    "people": """<g><circle cx="430" cy="310" r="52" fill="{skin}"/><path d="M340 560V460a90 90 0 0 1 180 0v100z" fill="{accent}"/><path d="M378 300a54 54 0 0 1 104 0q-52-36-104 0z" fill="{dark}"/></g>
<g><circle cx="770" cy="310" r="52" fill="{skin}"/><path d="M680 560V460a90 90 0 0 1 180 0v100z" fill="{dark}"/><path d="M716 318q-4-70 54-70t54 70q-10-46-54-46t-54 46z" fill="#3a2f2a"/></g>
<g><circle cx="600" cy="262" r="62" fill="{skin}"/><path d="M490 560V440a110 110 0 0 1 220 0v120z" fill="{paper}"/><path d="M538 252a64 64 0 0 1 124 0q-62-44-124 0z" fill="#3a2f2a"/>
<path d="M600 340v220M560 400h80M560 450h80M560 500h80" stroke="{red}" stroke-width="9"/></g>""",
    "screen": """<rect x="350" y="170" width="440" height="290" rx="18" fill="{dark}"/><rect x="372" y="192" width="396" height="246" rx="6" fill="{paper}"/>
<path d="M530 460h80l16 70H514z" fill="{dark}"/><rect x="450" y="526" width="240" height="22" rx="11" fill="{dark}"/>
<path d="M460 250h250M460 312h250M460 374h180" stroke="{soft}" stroke-width="18" stroke-linecap="round"/><path d="m402 250 12 13 22-27M402 312l12 13 22-27M402 374l12 13 22-27" fill="none" stroke="{accent}" stroke-width="9" stroke-linecap="round"/>
<rect x="740" y="290" width="150" height="270" rx="22" fill="{warm}"/><rect x="754" y="312" width="122" height="214" rx="6" fill="{paper}"/><circle cx="815" cy="390" r="38" fill="{accent}"/><path d="m798 390 13 14 24-30" fill="none" stroke="{paper}" stroke-width="9" stroke-linecap="round"/><path d="M778 462h74M778 490h46" stroke="{soft}" stroke-width="11" stroke-linecap="round"/>""",
    "coins": """<g fill="{warm}" stroke="{dark}" stroke-width="5"><rect x="360" y="500" width="130" height="46" rx="20"/><rect x="360" y="456" width="130" height="46" rx="20"/>
<rect x="530" y="500" width="130" height="46" rx="20"/><rect x="530" y="456" width="130" height="46" rx="20"/><rect x="530" y="412" width="130" height="46" rx="20"/><rect x="530" y="368" width="130" height="46" rx="20"/>
<rect x="700" y="500" width="130" height="46" rx="20"/><rect x="700" y="456" width="130" height="46" rx="20"/><rect x="700" y="412" width="130" height="46" rx="20"/><rect x="700" y="368" width="130" height="46" rx="20"/><rect x="700" y="324" width="130" height="46" rx="20"/><rect x="700" y="280" width="130" height="46" rx="20"/></g>
<circle cx="425" cy="330" r="72" fill="{warm}" stroke="{dark}" stroke-width="6"/><circle cx="425" cy="330" r="52" fill="none" stroke="{paper}" stroke-width="6"/><text x="425" y="362" text-anchor="middle" font-family="Noto Sans, Segoe UI, Arial, sans-serif" font-size="88" font-weight="700" fill="{dark}">đ</text>""",
    "chart": """<rect x="350" y="160" width="500" height="390" rx="16" fill="{paper}"/><path d="M400 500h400" stroke="{dark}" stroke-width="8" stroke-linecap="round"/>
<path d="M420 500v-90h60v90zM515 500V360h60v140zM610 500v-90h60v90zM705 500V270h60v230z" fill="{accent}"/><path d="m450 360 95-56 95 40 95-118" fill="none" stroke="{warm}" stroke-width="12" stroke-linecap="round" stroke-linejoin="round"/>
<g fill="{red}"><circle cx="450" cy="360" r="13"/><circle cx="545" cy="304" r="13"/><circle cx="640" cy="344" r="13"/><circle cx="735" cy="226" r="13"/></g>""",
    "clock": """<path d="M640 545h230v-26H640zM655 515h220v-26H655zM640 485h225v-26H640zM652 455h222v-26H652z" fill="{paper}" stroke="{dark}" stroke-width="4"/>
<circle cx="520" cy="360" r="182" fill="{dark}"/><circle cx="520" cy="360" r="156" fill="{paper}"/><path d="M520 224v26M520 470v26M384 360h26M630 360h26" stroke="{dark}" stroke-width="12" stroke-linecap="round"/>
<path d="M520 360V258M520 360l78 54" stroke="{dark}" stroke-width="15" stroke-linecap="round"/><path d="M520 360 430 300" stroke="{red}" stroke-width="7" stroke-linecap="round"/><circle cx="520" cy="360" r="15" fill="{red}"/>""",
    "scales": """<path d="M592 180h16v350h-16z" fill="{dark}"/><path d="M490 560h220l-40-36H530z" fill="{dark}"/><circle cx="600" cy="176" r="22" fill="{warm}"/><path d="M380 250 820 210" stroke="{dark}" stroke-width="16" stroke-linecap="round"/>
<path d="m390 250-74 150h148zM810 211l-74 150h148z" fill="none" stroke="{paper}" stroke-width="6"/><path d="M306 400h168a84 66 0 0 1-168 0zM726 361h168a84 66 0 0 1-168 0z" fill="{accent}"/><rect x="352" y="340" width="76" height="60" rx="4" fill="{paper}"/><path d="M366 360h48M366 380h32" stroke="{red}" stroke-width="7"/>""",
    "coffee": """<path d="M250 250q190-90 400 10t300-40" fill="none" stroke="#6b4a2f" stroke-width="14" stroke-linecap="round"/>
<g fill="#2f7d4a"><path d="M300 232q20-110 130-120-10 100-130 120zM470 220q70-90 170-60-60 90-170 60zM700 278q20-110 140-120-20 110-140 120zM380 232q40 100 150 100-50-110-150-100zM790 262q80 90 170 50-60-90-170-50z"/></g>
<g fill="{red}"><circle cx="560" cy="264" r="25"/><circle cx="606" cy="282" r="25"/><circle cx="574" cy="310" r="25"/><circle cx="700" cy="300" r="25"/><circle cx="744" cy="298" r="25"/><circle cx="722" cy="336" r="25"/></g><circle cx="352" cy="270" r="23" fill="{warm}"/>
<path d="M480 400h230v70a90 90 0 0 1-90 90h-50a90 90 0 0 1-90-90z" fill="{paper}"/><path d="M710 420h30a40 40 0 0 1 0 80h-36" fill="none" stroke="{paper}" stroke-width="18"/><ellipse cx="595" cy="402" rx="115" ry="20" fill="#5a3a25"/>""",
    "mountains": """<g stroke="{paper}" stroke-width="9" stroke-linecap="round"><path d="M430 560V300M640 560V230M830 560V320"/></g>
<g fill="{paper}"><path d="m430 300 8-106-16 2zM430 300l96 46 4-15zM430 300l-88 60-7-14z"/><path d="m640 230 9-126-18 2zM640 230l114 54 5-17zM640 230l-104 70-8-16z"/><path d="m830 320 8-96-16 2zM830 320l88 42 4-14zM830 320l-80 54-6-13z"/></g>
<g fill="{dark}"><circle cx="430" cy="300" r="11"/><circle cx="640" cy="230" r="13"/><circle cx="830" cy="320" r="10"/></g><g fill="{paper}" opacity=".85"><rect x="180" y="400" width="260" height="34" rx="17"/><rect x="250" y="432" width="300" height="28" rx="14"/><rect x="760" y="430" width="300" height="34" rx="17"/></g>""",
    "rain": """<g fill="{paper}"><circle cx="490" cy="270" r="82"/><circle cx="600" cy="216" r="106"/><circle cx="716" cy="272" r="80"/><rect x="424" y="264" width="356" height="90" rx="45"/></g>
<path d="m460 400-22 66M530 400l-34 104M606 400l-22 66M680 400l-34 104M752 400l-22 66" stroke="{accent}" stroke-width="13" stroke-linecap="round"/><path d="M800 460a96 96 0 0 1 190 0z" fill="{red}"/><path d="M895 456v74a20 20 0 0 1-40 0" fill="none" stroke="{dark}" stroke-width="9" stroke-linecap="round"/>""",
    "ball": """<path d="M250 560V250h520v310" fill="none" stroke="{paper}" stroke-width="16"/><path d="M320 258v300M390 258v300M460 258v300M530 258v300M600 258v300M670 258v300M258 320h504M258 390h504M258 460h504M258 520h504" stroke="{paper}" stroke-width="3" opacity=".7"/>
<circle cx="800" cy="430" r="122" fill="{paper}" stroke="{dark}" stroke-width="6"/><path d="m800 378 50 36-19 58h-62l-19-58z" fill="{dark}"/><path d="M800 378v-68M850 414l66-24M831 472l42 54M769 472l-42 54M750 414l-66-24" stroke="{dark}" stroke-width="8"/>
<path d="m772 312 28 20 28-20-28-4zM914 372l-12 32 18 26 2-36zM892 510l-34 2-10 32 30-14zM708 510l34 2 10 32-30-14zM686 372l12 32-18 26-2-36z" fill="{dark}"/>""",
    "school": """<path d="M600 300q-110-70-250-40v230q140-30 250 40z" fill="{paper}"/><path d="M600 300q110-70 250-40v230q-140-30-250 40z" fill="{paper}"/><path d="M600 300v230" stroke="{soft}" stroke-width="6"/>
<path d="M390 310q90-10 170 30M390 360q90-10 170 30M390 410q90-10 170 30M810 310q-90-10-170 30M810 360q-90-10-170 30" fill="none" stroke="{accent}" stroke-width="10" stroke-linecap="round"/><path d="M350 490v24q140-24 250 46 110-70 250-46v-24q-140-30-250 40-110-70-250-40z" fill="{red}"/>
<path d="m596 150 150 62-150 62-150-62z" fill="{dark}"/><path d="M520 246v46q76 44 152 0v-46l-76 30z" fill="{accent}"/><path d="M746 212v74" stroke="{warm}" stroke-width="8"/><circle cx="746" cy="292" r="13" fill="{warm}"/>""",
    "health": """<path d="M600 550C400 430 340 340 370 250c30-90 160-110 230-10 70-100 200-80 230 10 30 90-30 180-230 300z" fill="{red}"/><path d="M560 270h80v70h70v80h-70v70h-80v-70h-70v-80h70z" fill="{paper}"/>
<path d="M790 180v90a60 60 0 0 0 120 0v-90" fill="none" stroke="{dark}" stroke-width="13" stroke-linecap="round"/><path d="M850 330v90a50 50 0 0 0 100 0v-30" fill="none" stroke="{dark}" stroke-width="13" stroke-linecap="round"/><circle cx="950" cy="372" r="25" fill="{warm}" stroke="{dark}" stroke-width="8"/>""",
    "road": """<path d="M300 630c60-90 300-90 330-160 24-58-150-70-120-130 16-34 70-40 90-64l22 4c-10 30-40 42-44 66-8 40 220 60 210 140-8 60-120 90-128 144z" fill="#4b5158"/>
<path d="M480 630c40-70 240-90 250-160 8-56-180-74-166-130 8-30 36-36 48-58" fill="none" stroke="#ffe9a8" stroke-width="7" stroke-dasharray="26 20"/>
<g transform="translate(770 250)"><rect x="-9" y="90" width="18" height="180" fill="{dark}"/><path d="M0-60 98 106H-98z" fill="{warm}" stroke="{red}" stroke-width="16" stroke-linejoin="round"/><path d="M0-4v56" stroke="{dark}" stroke-width="16" stroke-linecap="round"/><circle cx="0" cy="80" r="10" fill="{dark}"/></g>""",
    "festival": """<path d="M120 120q240 110 480 20t480-10" fill="none" stroke="{dark}" stroke-width="6"/><path d="m220 152 30 72 34-58zM380 174l34 70 30-72zM560 154l40 68 24-80zM740 112l36 72 30-76zM920 110l30 74 36-68z" fill="{red}"/><path d="m300 166 32 72 34-66zM470 166l38 70 26-76zM650 130l38 70 28-78zM830 108l34 74 32-72z" fill="{warm}"/>
<path d="M430 330V560M770 330V560M410 330h380" stroke="#6b4a2f" stroke-width="20" stroke-linecap="round"/><circle cx="600" cy="440" r="108" fill="{warm}" stroke="#8a5a1e" stroke-width="10"/><circle cx="600" cy="440" r="66" fill="none" stroke="#8a5a1e" stroke-width="6"/><circle cx="600" cy="440" r="27" fill="#8a5a1e"/><path d="M560 340v-10M640 340v-10" stroke="{dark}" stroke-width="9"/>
<path d="m800 470 92-70" stroke="#6b4a2f" stroke-width="13" stroke-linecap="round"/><circle cx="790" cy="478" r="26" fill="{red}"/>""",
    "shop": """<rect x="360" y="300" width="480" height="260" fill="{paper}"/><path d="M330 210h540l30 100H300z" fill="{red}"/><path d="M420 210h90l-8 100H390zM600 210h90l18 100H602zM780 210h90l30 100h-96z" fill="{paper}"/>
<path d="M300 310a50 40 0 0 0 100 0 50 40 0 0 0 100 0 50 40 0 0 0 100 0 50 40 0 0 0 100 0 50 40 0 0 0 100 0 50 40 0 0 0 100 0z" fill="{accent}"/><rect x="640" y="390" width="150" height="170" fill="{dark}"/><rect x="400" y="390" width="190" height="90" fill="{soft}"/>
<path d="M385 490h220l-16 70H401z" fill="#8a5a1e"/><g fill="{warm}"><circle cx="424" cy="482" r="22"/><circle cx="470" cy="478" r="24"/><circle cx="518" cy="480" r="23"/><circle cx="562" cy="483" r="21"/></g><circle cx="770" cy="478" r="8" fill="{warm}"/>""",
}

THEMES = frozenset(_MOTIFS)

FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#9c2f2a"/>'
    '<path d="M6 13v6h5l8 6V7l-8 6z" fill="#fff"/><path d="M22 12q4 4 0 8M25 9q7 7 0 14" fill="none" stroke="#ffdf3d" stroke-width="2"/></svg>'
)


def hues(sections: Iterable[str]) -> dict[str, int]:
    """A colour for each section, in degrees of the colour circle, in the order given; neighbours are far apart (the golden angle)."""
    return {section: round(210 + index * 137.508) % 360 for index, section in enumerate(dict.fromkeys(sections))}


def draw(*, slug: str, section: str, theme: str, hue: int) -> str:
    """The illustration of one item as SVG text, 1200×630, in the colour `hue` (degrees).

    Raises:
        KeyError: `theme` is none of THEMES.
    """
    chance = hashlib.sha256(slug.encode()).digest()  # 32 bytes that decide what may vary
    shades = _shades(hue)
    sun_x, sun_y = 120 + chance[0] * 960 // 255, 90 + chance[1] * 90 // 255
    sun = "".join(f'<circle cx="{sun_x}" cy="{sun_y}" r="{r}" fill="#ffd76a" opacity="{opacity}"/>' for r, opacity in ((62, 1), (92, 0.3)))
    if theme == "rain":
        sun = ""
    ridges = "".join(
        f'<path d="{_ridge(chance[3 + 8 * row : 11 + 8 * row], base, swing)}" fill="{shades[shade]}"/>'
        for row, (base, swing, shade) in enumerate(((330, 150, "far"), (420, 110, "near"), (520, 50, "ground")))
    )
    label = escape(section)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">'
        f"<title>{label}: hình minh họa</title>"
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{shades["sky"]}"/>'
        f'<stop offset="1" stop-color="#fff4df"/></linearGradient></defs><rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>'
        f"{sun}{ridges}{_MOTIFS[theme].format(**shades, paper=_PAPER, warm=_WARM, red=_RED, skin=_SKIN)}"
        f'<text x="40" y="602" font-family="Noto Sans, Segoe UI, Arial, sans-serif" font-size="30" font-weight="700" fill="{_PAPER}">{label}</text></svg>'
    )


def _shades(hue: int) -> Mapping[str, str]:
    return MappingProxyType(
        {
            "sky": f"hsl({hue},55%,80%)",
            "far": f"hsl({hue},32%,68%)",
            "near": f"hsl({hue},34%,54%)",
            "ground": f"hsl({hue},38%,38%)",
            "soft": f"hsl({hue},30%,82%)",
            "accent": f"hsl({hue},58%,42%)",
            "dark": f"hsl({hue},45%,22%)",
        }
    )


def _ridge(heights: bytes, base: int, swing: int) -> str:
    """One chain of hills from the left edge to the right one: a smooth curve through the middles between its summits and saddles."""
    step = WIDTH // (len(heights) - 1)
    points = [(index * step, base - height * swing // 255) for index, height in enumerate(heights)]
    curve = [f"M0 {HEIGHT}L0 {points[0][1]}"]
    curve += [f"Q{x} {y} {(x + nx) // 2} {(y + ny) // 2}" for (x, y), (nx, ny) in pairwise(points)]
    return f"{' '.join(curve)}L{WIDTH} {points[-1][1]}V{HEIGHT}Z"
