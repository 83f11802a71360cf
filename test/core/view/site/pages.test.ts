import { expect, test } from "vitest";
import { html } from "../../../../action/core/view/site/html.ts";
import { indexPage } from "../../../../action/core/view/site/index-page.ts";
import { overviewPage } from "../../../../action/core/view/site/overview-page.ts";
import { rowOf } from "../../../../action/core/view/site/submission-data.ts";
import { aRead } from "./made.ts";

const nothing = { active: [], states: new Map(), refused: [], ended: [] };

test("A stranger's text in HTML is text: no mark of it is read, and nothing of it is unseen or turns the line", () => {
  const name = `<b onclick="x">'&\u202eabc\u200b`;

  expect(html`<p title="${name}">${name}${3}${[html`<i>${"<"}</i>`]}</p>`.html).toBe(
    '<p title="&lt;b onclick=&quot;x&quot;&gt;&#39;&amp; abc ">&lt;b onclick=&quot;x&quot;&gt;&#39;&amp; abc 3<i>&lt;</i></p>',
  );
  expect(html`<pre>${"a\nb"}</pre>`.html).toBe("<pre>a\nb</pre>");
});

test("The overview counts what needs a person, runs, waits and ended well, and names each", () => {
  const active = [aRead("running"), aRead("held", { tag: "sP26a-held" }), aRead("intended", { tag: "sP26a-next" })];
  const states = new Map([
    ["running", 1],
    ["held", 1],
    ["intended", 1],
    ["done", 5],
  ] as const);
  const ended = [rowOf(aRead("done", { tag: "sP26a-good", run: 7 }))];

  const text = overviewPage({ active, states, refused: ["productions/x"], ended }).html;

  expect(text).toContain("<strong>2</strong> <span>need a person</span>");
  expect(text).toContain("<strong>1</strong> <span>run</span>");
  expect(text).toContain("<strong>1</strong> <span>wait</span>");
  expect(text).toContain("<strong>5</strong> <span>ended well</span>");
  expect(text).toContain("<h3>productions/x</h3>");
  expect(text).toContain('<a href="#/p/sP26a-held/1.0.0">sP26a-held 1.0.0</a>');
  expect(text).toContain('<a href="#/p/sP26a-good/1.0.0/7">sP26a-good 1.0.0 #7</a>');
  expect(text).toContain('<progress max="20" value="0"');
});

test("An overview of nothing says so", () => {
  const text = overviewPage(nothing).html;

  expect(text).toContain("Nothing runs.");
  expect(text).toContain("Nothing has ended yet.");
});

test("The overview of a site with thousands of active submissions stays a page, and says how many more there are", () => {
  const active = Array.from({ length: 3000 }, (_, n) => aRead("running", { tag: `sP26a-t${n}` }));

  const text = overviewPage({ ...nothing, active }).html;

  expect(text.length).toBeLessThan(60_000);
  expect(text).toContain("2 940 more");
});

test("The page says of which commit of the ledger it is, and lets nothing run that does not lie beside it", () => {
  const index = {
    format: 1 as const,
    ...{ ledger: { commit: "a".repeat(40), repository: "0a1b2c3d" }, at: "2026-11-30T12:00:00.000Z" },
    ...{
      page: "https://github.com/o/r",
      submissions: 7,
      parts: [],
      facets: { state: [], person: [], site: [], campaign: [], group: [] },
    },
  };

  const text = indexPage(index, html`<h1>Overview</h1>`);

  expect(text).toContain(`<a href="https://github.com/o/r/tree/${"a".repeat(40)}">aaaaaaaaaaaa</a>`);
  expect(text).toContain("newest event is of 2026-11-30 12:00 UTC");
  expect(text).toContain("default-src &#39;none&#39;; script-src &#39;self&#39;");
  expect(text).not.toMatch(/<script>|style="|onclick/);
  expect(indexPage({ ...index, page: null }, html``)).toContain("<code>aaaaaaaaaaaa</code>");
});
