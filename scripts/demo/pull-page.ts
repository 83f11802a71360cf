import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import type { Said } from "./pull-request.ts";

export type PullPage = {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly said: readonly Said[];
};

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328}
article{border:1px solid #d0d7de;border-radius:6px;margin:1rem 0;overflow-x:auto}article>header{background:#f6f8fa;border-bottom:1px solid #d0d7de;padding:.5rem 1rem}
article p{white-space:pre-line}article>div{padding:.5rem 1rem}table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:.25rem .6rem}pre{background:#f6f8fa;padding:.8rem;overflow-x:auto}code{background:#eff1f3;padding:.1em .3em;border-radius:4px}pre code{padding:0}`;

/** A pull request as GitHub would show it. People's comments are shown as text: only the bot's Markdown is ours. */
export const pullPage = ({ number, title, author, said }: PullPage): string => {
  const articles = said.map(
    ({ login, body }) =>
      `<article><header><b>${escape(login)}</b></header><div>${login === "github-actions[bot]" ? micromark(body, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true }) : `<p>${escape(body)}</p>`}</div></article>`,
  );
  return page(
    `${escape(title)} #${number}`,
    `<p>${escape(author)} wants to merge this into <code>main</code>.</p>${articles.join("")}`,
  );
};

export const listPage = (pulls: readonly PullPage[]): string =>
  page(
    "Pull requests",
    `<ul>${pulls.map(({ number, title }) => `<li><a href="/pulls/${number}">${escape(title)} #${number}</a></li>`).join("")}</ul>`,
  );

const page = (title: string, body: string): string =>
  `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><h1>${title}</h1>${body}`;
const escape = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
