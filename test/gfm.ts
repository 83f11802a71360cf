import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** The HTML that GitHub's own grammar makes of it, before mentions and the like are looked for and HTML is cleaned. */
export const rendered = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

/** Mentions, issues, commits and emoji are looked for in the text of the HTML, and not inside code. */
const live =
  /@\w|#\d|\bgh-\d|<a |<img|<script|<!--|<h\d|<ul|<ol|<blockquote|<hr|<strong|<em>|<del|<input|<section|https?:|www\.|\b[0-9a-f]{7,40}\b|(?:^|>|\n)\/shrek \w+|:boom:|<\/?details|\p{Bidi_Control}|\u001b/iu;

/** What of a rendered text is alive. Empty: nothing. */
export const aliveIn = (html: string): string =>
  live.exec(
    html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, (inside) => inside.replace(/[^\p{Bidi_Control}\u001b]/gu, "")),
  )?.[0] ?? "";
