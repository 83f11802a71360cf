import { utcMinute } from "../../markdown/utc.ts";
import { counted } from "../../text/amounts.ts";
import { type Html, html } from "./html.ts";
import type { SiteIndex } from "./site-data.ts";

/** Only what lies beside the page: no stranger's text becomes a script, a style, a frame or a form. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

const pages = {
  overview: "Overview",
  productions: "Productions",
  campaigns: "Campaigns",
  delivered: "Delivered",
  accounting: "Accounting",
  sites: "Sites",
};

/** The one page: the overview as text, and where the app draws the others. */
export const indexPage = ({ ledger, at, page, submissions }: SiteIndex, overview: Html): string => {
  const commit = ledger.commit.slice(0, 12);
  const title = page === null ? "Productions" : page.replace(/^https:\/\/[^/]*\//, "");
  const links = Object.entries(pages).map(
    ([name, words]) => html`<li><a href="#/${name === "overview" ? "" : name}">${words}</a></li>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="description" content="What runs, waits, needs a person and is delivered of the productions of ${title}">
<title>Overview, ${title}</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="app.css">
<script src="app.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header><p class="name"><b>SHREK</b> ${title}</p><nav id="pages" aria-label="Pages" hidden><ul>${links}</ul></nav></header>
<noscript><p class="notice">This is the overview. The other pages need JavaScript.</p></noscript>
<main id="main" tabindex="-1"><div id="overview">${overview}</div><div id="view" hidden></div></main>
<footer><p>A picture of the ledger at commit <code>${page === null ? html`${commit}` : html`<a href="${page}/tree/${ledger.commit}">${commit}</a>`}</code>${at === "" ? "" : `, whose newest event is of ${utcMinute(at)}`}. ${counted(submissions, "submission")}. Written by <code>shrek site</code>.</p></footer>
</body>
</html>
`.html;
};
