"""Documents made of hostile pieces, in pairs: what a site published, and what it publishes next."""

from hypothesis import strategies as st

# Pieces of items: sound ones, and those after which feedparser is not what it was, or which look like something they are not.
INSIDE = st.sampled_from(
    """<title>Một</title>|<title>Hai &amp; ba</title>|<title>x<title>y</title></title>|<link>https://xa.vn/1</link>|<link>/tin/2</link>|<link href="3"/>|<guid>g1</guid>
    |<guid>https://xa.vn/2</guid>|<guid isPermaLink="false">g3</guid>|<id>4</id>|<description>&lt;b&gt;x&lt;/b&gt;</description>|<description><![CDATA[<p>a</p></item><item>]]></description>
    |<description>a<div>b</div></description>|<description>a<b>b</b><title>c</title></description>|<description/>|<summary>tóm</summary>|<summary type="xhtml"><div>x</div></summary>
    |<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content>|<content type="html">x<div>y</div></content>|<content>x<content>y</content></content>
    |<content:encoded><![CDATA[<p>z</p>]]></content:encoded>|<body><p>x</p></body>|<!-- </item> -->|<!-- <item> -->|<item><title>in</title></item>|<entry/>|<x><item/></x>|<?pi </item>?>
    |<source url="u"><title>s</title></source>|<source>s</source>|<image><url>u</url><title>i</title><link>l</link></image>|<image><description>a</description><description>b</description></image>
    |<textinput><name>n</name></textinput>|<author><name>A</name></author>|<author>a@b.vn (A)</author>|<contributor/>|<dc:creator>C</dc:creator>|<dc:language>vi_VN</dc:language>
    |<dc:date>2026-11-24</dc:date>|<pubDate>Tue, 24 Nov 2026 08:05:00 +0700</pubDate>|<pubDate>x</pubDate>|<updated>2026-11-24T08:05:00Z</updated>|<category>c</category>|<category term="t"/>
    |<media:thumbnail url="/t.jpg"/>|<media:content url="/c.jpg"/>|<media:group><media:title>m</media:title></media:group>|<enclosure url="/e.png" type="image/png"/>|<svg><title>v</title></svg>
    |<content type="xhtml"><svg><title>v</title></svg></content>|<content type="xhtml"><svg></content>|<description xml:base="https://kia.vn/">a</description>|<link xml:base="https://kia.vn/">n</link>
    |<y:z xmlns:y="urn:y">t</y:z>|<y:title xmlns:y="urn:y">t</y:title>|<media:title xmlns:media="urn:m">t</media:title>|<a:title>t</a:title>|<title xmlns="urn:z">u</title>|&nbsp;|&#7843;|&#xD83D;&#xDE00;|<b>
    |</b>|</item>|]]>|<![CDATA[|<georss:point>1 2</georss:point>|<psc:chapters><psc:chapter start="0"/></psc:chapters>|<itunes:image href="i"/>|<itunes:owner><itunes:email>e</itunes:email></itunes:owner>
    |<language>en_US</language>|<hour>5</hour>|<channel/>|<rss version="0.91"/>|<feed/>|<license>l</license>|<creativeCommons:license>l</creativeCommons:license>|văn bản|<title>Cải cách</title>""".replace(
        "\n    |", "|"
    ).split("|")
)
ITEM = st.tuples(
    st.sampled_from(
        ["<item>"] * 12 + ["<item >", "<item rdf:about='a'>", "<Item>", "<item xml:base='b/'>", "<item href='h'>", "<a:item>", "<entry>"]
    ),
    st.lists(INSIDE, max_size=4),
    st.sampled_from(["</item>"] * 12 + ["</item >", "</Item>", "", "</entry>", "</item></item>", "</a:item>"]),
).map(lambda parts: parts[0] + "".join(parts[1]) + parts[2])
SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:a="urn:a"'
ROOT = st.sampled_from(
    [f'<rss version="2.0" {SPACES}><channel>'] * 8
    + [
        '<rss version="2.0"><channel>',
        f'<rss xml:base="https://b.vn/" {SPACES}><channel>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}>',
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" {SPACES}>',
        f"<!DOCTYPE rss><rss {SPACES}><channel>",
        f'\n<?xml version="1.0"?><rss {SPACES}><channel>',
        f"<rss {SPACES}><channel><!-- <item> -->",
        f"<rss {SPACES}><channel><![CDATA[",
        f"<rss {SPACES}><channel><description>",
        f"<rss {SPACES}><channel><x>",
    ]
)  # fmt: skip
BEFORE = st.lists(
    st.sampled_from(
        [
            "<link>https://xa.vn/</link>",
            "<link>/other</link>",
            "<title>T</title>",
            "<lastBuildDate>1</lastBuildDate>",
            "<lastBuildDate>2</lastBuildDate>",
            "<image><url>u</url></image>",
            "<image><title>a</title></image>",
            "<textinput/>",
            "<language>vi</language>",
            "<ttl>5</ttl>",
            "<skipHours><hour>3</hour><hour>24</hour></skipHours>",
            "<item/>",
            "<item>",
            "</item>",
            "<x xmlns:y='urn:y'/>",
            "<source><title>s</title></source>",
            "<author>a</author>",
            "<dc:language/>",
            "<!-- c -->",
            "<?p?>",
        ]
    ),
    max_size=3,
).map("".join)
GAP = st.sampled_from(["", "\n"] * 6 + ["<!-- c -->", "<!-- a -- b -->", "t", "<link>l</link>", "<?p?>", "<!-- <item> -->", "<y/>", "]]>"])
AFTER = st.sampled_from(["</channel></rss>"] * 8 + ["</feed>", "</rdf:RDF>", "</channel>", "", "<link>/late</link></channel></rss>", "</x></channel></rss>", "</description></channel></rss>", "]]></channel></rss><!-- c -->"])  # fmt: skip


@st.composite
def two_documents(draw):
    """An old document and a new one, mostly of the same items in the same surroundings."""
    items = draw(st.lists(ITEM, min_size=1, max_size=5))
    gap, root, before, after = draw(GAP), draw(ROOT), draw(BEFORE), draw(AFTER)
    kept = [item for item in items if draw(st.integers(0, 3))]
    new = draw(st.permutations(kept)) if draw(st.booleans()) else kept
    new = [*draw(st.lists(ITEM, max_size=2)), *new]
    root2 = root if draw(st.integers(0, 5)) else draw(ROOT)
    before2 = before if draw(st.booleans()) else draw(BEFORE)
    old_text = f"{root}{before}{gap.join(items)}{after}"
    new_text = (
        f"{root2}{before2}{(gap if draw(st.integers(0, 4)) else draw(GAP)).join(new)}{after if draw(st.integers(0, 5)) else draw(AFTER)}"
    )
    return old_text.encode(), new_text.encode()
