import { type Html, html, link } from "./html.ts";
import type { Page } from "./visit.ts";

const style = `:root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--back:#fff;--box:#f6f8fa;--line:#d1d9e0;--link:#0969da;--good:#1a7f37;--bad:#d1242f;--merged:#8250df;--wait:#9a6700;--add:#dafbe1;--del:#ffebe9}
@media(prefers-color-scheme:dark){:root{--text:#f0f6fc;--soft:#9198a1;--back:#0d1117;--box:#151b23;--line:#3d444d;--link:#4493f8;--good:#3fb950;--bad:#f85149;--merged:#ab7df8;--wait:#d29922;--add:#12361f;--del:#481c1d}}
*{box-sizing:border-box}body{margin:0;font:15px/1.55 system-ui,sans-serif;color:var(--text);background:var(--back);overflow-wrap:anywhere}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
body>header{background:var(--box);border-bottom:1px solid var(--line);padding:.6rem 1rem}body>header nav{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}body>header strong{margin-right:.4rem}
main{max-width:62rem;margin:0 auto;padding:1rem}h1{font-size:1.5rem;line-height:1.3;margin:.6rem 0}h2{font-size:1.2rem}h3{font-size:1.05rem}.soft{color:var(--soft)}
.tabs{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;border-bottom:1px solid var(--line);padding-bottom:.5rem;margin:.8rem 0}
.box{border:1px solid var(--line);border-radius:6px;margin:1rem 0;overflow:hidden}.box>header,.box>summary{background:var(--box);padding:.5rem .9rem}.box>header:not(:last-child){border-bottom:1px solid var(--line)}.box>div{padding:.4rem .9rem}.box[open]>summary{border-bottom:1px solid var(--line)}
.said p,.said li{white-space:pre-line}.wide{overflow-x:auto;padding:0}table{border-collapse:collapse;margin:.6rem 0;overflow-wrap:normal}td,th{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}
code,pre{font:13px/1.5 ui-monospace,monospace}code{background:var(--box);padding:.1em .3em;border-radius:4px}pre{background:var(--box);padding:.7rem;border-radius:6px;overflow-x:auto;overflow-wrap:normal}pre code{background:none;padding:0}
pre.mermaid{text-align:center;background:none}pre.suggestion{border-left:4px solid var(--good)}pre.suggestion::before{content:"Suggested change";color:var(--soft);display:block}
.rows{list-style:none;padding:0;margin:1rem 0;border:1px solid var(--line);border-radius:6px}.rows>li{padding:.55rem .9rem}.rows>li+li{border-top:1px solid var(--line)}
.state{display:inline-block;border-radius:2em;padding:.05rem .7rem;color:var(--back);background:var(--soft);font-weight:600}.good{color:var(--good)}.bad{color:var(--bad)}.waits{color:var(--wait)}.state.open{background:var(--good)}.state.merged{background:var(--merged)}.state.closed{background:var(--bad)}
.lines{border:0;margin:0;width:100%;font:13px/1.5 ui-monospace,monospace}.lines td{border:0;padding:0 .6rem;white-space:pre}.lines td:first-child{color:var(--soft);text-align:right;user-select:none;width:1%}.lines tr:target{background:var(--add)}
.diff{display:block;margin:0;border-radius:0;padding:.4rem 0}.diff span{display:block;padding:0 .9rem;width:max-content;min-width:100%}.diff .added{background:var(--add)}.diff .gone{background:var(--del)}.diff .place{color:var(--soft)}
summary{cursor:pointer}img{max-width:100%}`;

/** Graphs are drawn in the browser, by a script of this server; nothing else of a page runs. */
const drawing = html`<script src="/assets/mermaid.js"></script>`;

type Document = { readonly title: string; readonly tabs: readonly Html[]; readonly body: Html };

/** A whole page: places to go to, a title, and what it shows. */
export const documentOf = ({ title, tabs, body }: Document): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${{ markup: style }}</style></head>
<body><header><nav>${tabs}</nav></header><main><h1>${title}</h1>${body}</main>${body.markup.includes('class="mermaid"') ? drawing : undefined}</body></html>`
    .markup;

export const layout = ({ title, body }: Page, home: string): string => {
  const tabs = Object.entries(names).map(([name, shown]) => link(`${home}/${name}`, shown));
  return documentOf({
    title,
    body,
    tabs: [html`<strong>${link("/", "Sandbox GitHub")}</strong>`, link(home, home.slice(1)), ...tabs],
  });
};

const names = {
  pulls: "Pull requests",
  issues: "Issues",
  actions: "Actions",
  commits: "Commits",
  branches: "Branches",
  tags: "Tags",
} as const;
