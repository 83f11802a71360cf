import type { Problem } from "../../problems/problem.ts";
import type { LookAtScript } from "../bash/expand.ts";
import { finding, isRoot, type Script } from "../bash/script.ts";
import type { Run } from "../bash/simple-command.ts";

/**
 * `sed 's/SEED/$uniqueId/' card`, `cat >card <<'EOF'`, `echo 'seed $uniqueId' >card`: the card has the name. Where
 * another program may put the values in later, or the text is code, nothing is said.
 */
export const checkNamesLeft: LookAtScript = (script, { given }) =>
  expanders.test(script.text)
    ? []
    : script.facts.runs.flatMap((run) =>
        textsOf(script, run).flatMap(({ pos, text, hint }): readonly Problem[] => {
          const name = [...text.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)].find(([, one = ""]) => given.has(one))?.[1];
          if (name === undefined) return [];
          const message = `Single quotes: \`$${name}\` stays as it is written here, and what reads this text gets no value.`;
          return [finding(script, pos, "variable-not-expanded", { message, hint })];
        }),
      );

const expanders = /\b(?:envsubst|eval|expandvars|bash|sh|source)\b|\.sh\b/;
/** Languages, shells and job descriptions with a `$` of their own. */
const code = /\.(?:[ck]?sh|py|pl|rb|awk|sed|mk|php|tcl|js|jdl|sub|tex|jq)$|(?:^|\/)Makefile$/;

type LeftText = { readonly pos: number; readonly text: string; readonly hint: string };

const textsOf = (script: Script, run: Run): readonly LeftText[] => {
  if (run.name === "sed") return replacements(run);
  const isCard = run.redirects.some(
    (one) => one.type === "Redirect" && one.operator.startsWith(">") && isPlainFile(script, one.target?.value ?? ""),
  );
  if ((run.name === "echo" || run.name === "printf") && isCard)
    return run.args.flatMap((word) =>
      word.text.startsWith("'") ? [{ pos: word.pos, text: word.value, hint: 'use "..."' }] : [],
    );
  if (!(run.name === "cat" && isCard) && !isRoot(run.name)) return [];
  return run.redirects.flatMap((one) =>
    one.type === "HereDoc" && one.delimiter?.quoted === true
      ? [
          {
            pos: one.pos,
            text: script.text.slice(one.body.pos, one.body.end),
            hint: `write <<${one.delimiter.value} without quotes`,
          },
        ]
      : [],
  );
};

/** What an editor gets later is a template. */
const isPlainFile = ({ facts }: Script, name: string): boolean =>
  /^[\w./-]+$/.test(name) &&
  !name.startsWith("/dev/") &&
  !code.test(name) &&
  !facts.runs.some((run) => editors.test(run.name ?? "") && run.args.some(({ value }) => value === name));
const editors = /^(?:sed|perl|[gm]?awk|python[0-9.]*)$/;

/** What sed puts in: there `$` has no meaning. */
const replacements = ({ args }: Run): readonly LeftText[] =>
  args.flatMap((word) =>
    word.text.startsWith("'") && word.value.length < 2000
      ? [
          ...word.value.matchAll(/(?:^|[;\n{\d]|\s)s([/|,#!:@%])(?:\\.|(?!\1)[^\\\n])*\1((?:\\.|(?!\1)[^\\\n])*)\1/g),
        ].map(([, , text = ""]) => ({ pos: word.pos, text, hint: 'use "..."' }))
      : [],
  );
