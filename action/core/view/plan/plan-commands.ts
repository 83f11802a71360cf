import { details, fence, type Markdown, md, paragraphs } from "../../markdown/markdown.ts";
import type { PullPlace } from "../../markdown/pull-place.ts";
import type { PlanView } from "./plan-view.ts";

const maxInCommand = 3;
/** A folder is named by whoever opened the pull request: in a shell its name must be nothing but a name. */
const isPlain = (folder: string): boolean => /^[A-Za-z0-9][\w./-]*$/.test(folder);

/** What a reader can type now: to look at the change here, and what answers in a comment. */
export const commandsPart = ({ productions }: PlanView, { number }: PullPlace): readonly Markdown[] => {
  const named = productions.filter(({ folder }) => isPlain(folder));
  const folders = [...new Set(named.map(({ folder }) => folder))].slice(0, maxInCommand);
  if (folders.length === 0) return [];
  const typed = folders.flatMap((folder) => {
    const ones = named.filter((one) => one.folder === folder);
    const isRefused = ones.some(({ plan }) => plan === undefined);
    return [
      isRefused ? `shrek check ${folder}` : `shrek plan ${folder}`,
      ...(ones.some(({ since }) => since !== undefined) ? [`shrek diff ${folder}`] : []),
      ...(ones.some(({ problems }) => problems.some(({ code }) => code.startsWith("version-")))
        ? [`shrek bump ${folder}`]
        : []),
      ...(isRefused || ones.length > 1 ? [] : [`shrek run ${folder} --jobs 1`]),
    ];
  });
  return [
    details(
      "Commands",
      paragraphs([
        md`In a clone:`,
        fence("bash", [`gh pr checkout ${number}`, ...typed].join("\n")),
        md`In a comment here \`/shrek help\` says what works here now, and to whom it listens.`,
      ]),
    ),
  ];
};
