import type { Comment } from "./pull-request.ts";

/** From the innermost folded part outwards. */
const fold = (text: string): string => {
  const folded = text.replace(/<details><summary>(.*?)<\/summary>(?:(?!<details>)[\s\S])*?<\/details>/g, "> $1");
  return folded === text ? text : fold(folded);
};

/** A comment as a person reads it in a terminal: no markers, folded parts folded, graphs as a word. */
export const readable = ({ login, body }: Comment): string => {
  const text = fold(body.replace(/<!--[\s\S]*?-->\n?/g, ""))
    .replace(/```mermaid\n[\s\S]*?\n```/g, "(graph)")
    .replace(/\*\*/g, "")
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, "$2")
    .replace(/^\|[-|]+\|$\n?/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return `  ${login} says\n${text
    .split("\n")
    .map((line) => `  | ${line}`)
    .join("\n")}`;
};
