"""Hostile texts: each made to act once somebody repeats it."""

from __future__ import annotations

LINKS = (
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](data:text/html;base64,PHg+)",
    "[x](vbscript:x)", "[x](file:///etc/passwd)", "<javascript:alert(1)>", "<ftp://a.b>", "ftp://a.b/c", "xmpp:a@b.c",
    "[x][y]\n\n[y]: javascript:alert(1)", "[y]: <data:x> 'title'", "[x]\n(javascript:alert(1))", "[javascript:x]: /url",
    "[![x](https://x.org/i.png)](javascript:x)", "[x]( <javascript:alert(1)> )", "[a\\](https://x.org)](file:///x)",
)  # fmt: skip
IMAGES = (
    "![x](https://evil.example/pixel.png)", "![x][i]\n\n[i]: https://evil.example/p.png", "<img src=https://evil.example/p>",
    "!\u200b[x](https://evil.example/p)", "&#33;[x](https://evil.example/p)", "![x\n](https://evil.example/p)",
    '<picture><source srcset="https://evil.example/p"></picture>', "<svg onload=alert(1)>", "\\![x](https://evil.example/p)",
)  # fmt: skip
MARKUP = (
    "<!-- hidden -->", "<!-", "<!-- unclosed", "-->", "--!>", "<!-<!-- x -->- y -->", "<!--><script>alert(1)</script>-->",
    "<script>alert(1)</script>", "<b", "<details><summary>x", "</details>", "</td></tr></table>", "<a href=javascript:x>x</a>",
    "<?php", "<![CDATA[", "<!DOCTYPE x>", "<style>*{display:none}", "<iframe src=//evil.example>", "<x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<math><mi//xlink:href=javascript:x>", "<!-- incident-actions:card -->",
    "<!-- incident-actions:say x -->", "<!-- incident-actions:index -->", "<!-- /incident-actions:index -->",
    '<!-- incident-actions:record\n{"kind":"item"}\n-->',
)  # fmt: skip
ENTITIES = (
    "&lt;!-- x --&gt;", "&#60;script&#62;", "&#x3c;script&#x3E;", "&amp;lt;b&amp;gt;", "&amp;#64;mallory", "&#64;mallory",
    "&#x40;acme/all", "&commat;mallory", "&#0000064;mallory", "&#64mallory", "&lt", "&NewLine;/resolve", "&Tab;# x",
    "&lsqb;x&rsqb;&lpar;javascript:x&rpar;", "&excl;&lsqb;x](https://evil.example/p)", "&grave;x", "&verbar;", "&num; x",
    "fixes &num;1", "fixes&nbsp;#1", "&#0;", "&#xD800;", "&#1114112;", "&dollar;x&dollar;", "&amp;amp;amp;amp;amp;amp;amp;amp;amp;lt;b>",
)  # fmt: skip
MENTIONS = (
    "@mallory", "@acme/all", "@acme/on-call please", "(@mallory)", "_@mallory_", "**@mallory**", "\\@mallory", "a.@mallory",
    "é@mallory", "@\u200bmallory", "@mallory-", "@m", "@MALLORY", "\u202e@mallory", "@ada/all", "@ada\\-x", "[@mallory](https://x.org)",
    "https://x.org/@mallory", "`code` @mallory", "~~@mallory~~", "@dependabot rebase", "@mallory's", "\n@mallory",
)  # fmt: skip
CLOSERS = (
    "fixes #1", "Fixes: #1", "FIXED #1", "fix #1", "close #1", "closes #1", "Closed: #1", "resolve #1", "resolves #1",
    "resolved: #1", "fixes acme/shop#1", "closes https://github.com/acme/shop/issues/1", "fixes GH-1", "fixes gh-1",
    "fixes\t#1", "fixes   #1", "fixes\u200b #1", "f\u200bixes #1", "fi<!-- x -->xes #1", "fixes <!-- x --> #1",
    "fixes [#1](https://x.org)", "fixes **#1**", "fixes \\#1", "**fixes** #1", "fixes:#1", "fixes\u00a0#1", "(fixes #1)",
    "fixes " + " " * 60 + "#1", "#1", ": #1", "acme/shop#1", "GH-1", "https://github.com/acme/shop/issues/1", "fixes", "fix&#101;s #1", "closes www.github.com/acme/shop/issues/1 #1",
)  # fmt: skip
SKIPPERS = (
    "[skip ci]", "[CI SKIP] x", "x [no ci]", "[Skip Actions]", "[actions skip]", "skip-checks: true", "x\n\n\nskip-checks:true",
    "Skip-Checks : TRUE", "[skip\u200b ci]", "[skip&#32;ci]", "[s<!-- x -->kip ci]", "&lbrack;skip ci&rsqb;", "[skip\nci]", "[[skip ci]]",
)  # fmt: skip
BLOCKS = (
    "```", "~~~", "````\n```", "```\n@mallory\n~~~", "~~~~ mermaid\ngraph TD", "```mermaid\ngraph TD; a-->b\n```", "```math\nx\n```",
    "``", "` @mallory `` fixes #1", "a ``` b", "```suggestion\nx\n```", "    indented", "> quoted", "> [!WARNING]\n> x",
    "# big", "###### small", "#", "x\n===", "x\n---", "---", "***", "___", "===", "- - -", "* * *", "| a | b |\n|---|---|\n| c | d |",
    "a | b", "a \\| b", "\\| x", "|", "||||", "|-|-|", ":-:|:-:", "- item", "* item", "+ item", "1. item", "1) item",
    "- [ ] task", "- [x] done", "1. [ ] task", "- a\n  - [ ] b", "[^1]", "[^1]: note", "$x$", "$$\nx\n$$", "$`x`$", "\\$x$",
    "ends with \\", "two\n\nparagraphs", "\t\ttabs", "  \nbreak", "*", "**bold", "__x", "~~x", "\\", "\\\\", ":tada:",
    "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n| give in | @mallory | 2026-04-01 | prevent |",
    "- [ ] give in — Owner: @mallory — Due: 2026-04-01",
)  # fmt: skip
DIAGRAMS = (
    '"]; click a "javascript:x"',
    "end",
    "graph TD;a-->b",
    'a["x"]',
    "%%{init: {}}%%",
    "subgraph x",
    "#quot;",
    "a;b",
)
RUNNER = (
    "::set-output name=x::y", "::stop-commands::x", "::error file=a::b", " ::debug::x", "##[error]x", "x ##[group]y",
    "::add-mask::e", "\r::error::x", "\n::error::x", "%0A::error::x", "x%0D%0A::error::x", "outcome=forged", "x<<EOF\ny\nEOF",
    "\x1b[2J", "\x1b]8;;javascript:x\x07", "::group::", "::echo::on",
)  # fmt: skip
CODE = (
    "{{ 7 * 7 }}", "{% raw %}", "{# x", "{{ ''.__class__.__mro__ }}", "${{ github.token }}", "${{ secrets.X }}", "#{7*7}",
    "<%= 7*7 %>", "$(id)", "`id`", "; rm -rf /", "&& id", "| id", "$HOME", "'\"", 'x" --flag', "-rf", "!important", "{0}", "{title}",
    "%s %d %(x)s", "key: value", "- a: b", "---\ntitle: forged\n---", "...", "!!python/object:os.system", "&a [*a]", "*a", "<<: *x",
    "? x", "'unclosed", '"unclosed', "yes", "null", "~", "0x1F", "1e999", "2026-03-04", "#comment", "\\u0000", "\\n", "a: b # c", "@x: %y",
)  # fmt: skip
PATHS = (
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", ".git/config", ".github/workflows/x.yml", "~/x", "a/../b", "%2e%2e%2f",
    "CON", ".", "..", "x.md](y.md)", "x](2026-03-04-checkout.md)", "refs/heads/main", "main~1", "@{-1}", "x.lock", "a\\b:c*d?e",
)  # fmt: skip
LETTERS = (
    "\u202egnp.exe", "\u2066x\u2069", "\u200f\u200e", "a\u200b\u200c\u200db", "\ufeffx", "\u00adx", "\U000e0041\U000e0042", "\x00", "a\x00b", "\x07\x08",
    "\ud83d", "\udc00x", "x\u2028/resolve", "\u2029# x", "\x85# x", "\x0b\x0cx", "مرحبا @mallory", "שלום", "👨‍👩‍👧 @mallory", "Z͑ͫ̓͋̂a̴l̵g̶o̷",
    "\uff20mallory", "ﬁxes #1", "\u1160\u3164", "\U0010ffff", "\ufffe", "i̇", "ǅ",
)  # fmt: skip
LONG = (
    "x" * 250,
    "🔥" * 250,
    "`" * 250,
    "@m " * 80,
    "<" * 60,
    "&lt;" * 60,
    "|" * 250,
    "fixes #1 " * 28,
    "[" * 250,
    "x" + "\n" * 50 + "y",
)

FAMILIES = {
    "links": LINKS,
    "images": IMAGES,
    "markup": MARKUP,
    "entities": ENTITIES,
    "mentions": MENTIONS,
    "closing keywords": CLOSERS,
    "words that skip workflows": SKIPPERS,
    "blocks": BLOCKS,
    "diagrams": DIAGRAMS,
    "the runner": RUNNER,
    "code": CODE,
    "paths": PATHS,
    "letters": LETTERS,
    "long texts": LONG,
}
CORPUS = tuple((family, text) for family, texts in FAMILIES.items() for text in texts)
