import type { Comment, Review, ReviewComment } from "../records.ts";
import type { Thread } from "../repository.ts";
import { type Html, html, link } from "./html.ts";
import { markdownBox } from "./markdown.ts";
import type { Visit } from "./visit.ts";
import { timeOf } from "./words.ts";

const faces: Readonly<Record<string, string>> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  rocket: "🚀",
  eyes: "👀",
};

/** What everybody said of an issue or a pull request, oldest first. */
export const conversation = (visit: Visit, thread: Thread): Html => {
  const said = [
    { at: thread.createdAt, box: openingBox(visit, thread) },
    ...visit.repository.comments
      .filter(({ number }) => number === thread.number)
      .map((comment) => ({ at: comment.createdAt, box: commentBox(visit, comment) })),
    ...(thread.pull?.reviews ?? [])
      .filter(({ state }) => state !== "PENDING")
      .map((review) => ({ at: review.submittedAt, box: reviewBox(visit, thread, review) })),
  ];
  return html`${said.toSorted((one, other) => one.at.localeCompare(other.at)).map(({ box }) => box)}`;
};

const openingBox = (visit: Visit, { author, createdAt, body }: Thread): Html =>
  box(visit, { author, head: html`opened this, ${timeOf(createdAt)}`, body: body ?? "", id: "opened" });

const commentBox = (visit: Visit, { id, author, createdAt, updatedAt, body, reactions }: Comment): Html => {
  const counts = Map.groupBy(reactions, ({ content }) => content);
  const shown = [...counts].map(
    ([content, all]) =>
      html` <span title="${all.map(({ login }) => login).join(", ")}">${faces[content] ?? content} ${all.length}</span>`,
  );
  const edited = updatedAt === createdAt ? undefined : html`, edited ${timeOf(updatedAt)}`;
  const head = html`commented, ${timeOf(createdAt)}${edited}${shown}`;
  return box(visit, { author, head, body, id: `issuecomment-${id}` });
};

const did: Readonly<Record<Review["state"], string>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "asked for changes",
  COMMENTED: "reviewed",
  PENDING: "is reviewing",
  DISMISSED: "approved, which was dismissed",
};

const reviewBox = (visit: Visit, thread: Thread, review: Review): Html => {
  const head = html`${did[review.state]} <code>${review.commit.slice(0, 7)}</code>, ${timeOf(review.submittedAt)}`;
  const about = review.comments.map((comment) => lineBox(visit, thread, review, comment));
  const { author, body, id } = review;
  return box(visit, { author, head, body, id: `pullrequestreview-${id}`, more: html`${about}` });
};

/** A comment at a line, with its suggestion. */
const lineBox = (visit: Visit, thread: Thread, { commit }: Review, comment: ReviewComment): Html => {
  const { id, path, line, startLine, body } = comment;
  const lines = startLine === undefined ? `${line}` : `${startLine} to ${line}`;
  const old = commit === thread.pull?.head.sha ? undefined : html` <span class="soft">of an earlier commit</span>`;
  const place = link(`${visit.home}/blob/${commit}/${path}?plain=1#L${startLine ?? line}`, `${path}, line ${lines}`);
  return html`<div class="box" id="discussion_r${id}"><header>${place}${old}</header>${text(visit, body, isOurs("github-actions[bot]"))}</div>`;
};

type Boxed = {
  readonly author: string;
  readonly head: Html;
  readonly body: string;
  readonly id: string;
  readonly more?: Html;
};
const box = (visit: Visit, { author, head, body, id, more }: Boxed): Html =>
  html`<article class="box" id="${id}"><header><b>${author}</b> <span class="soft">${head}</span></header>${body === "" ? undefined : text(visit, body, isOurs(author))}${more}</article>`;

const text = ({ home }: Visit, body: string, ours: boolean): Html =>
  html`<div class="said">${markdownBox({ text: body, ours, below: `${home}/`, home })}</div>`;

/** Workflows and Apps say what SHREK says. */
const isOurs = (login: string): boolean => login.endsWith("[bot]");
