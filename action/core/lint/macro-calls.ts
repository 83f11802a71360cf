import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { expand, unknown } from "./bash/expand.ts";
import { type Kind, partsUntilClosed, type Signature, signaturesIn } from "./bash/macro-signature.ts";
import { baseOf, enough, finding, isRoot, type Script } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";
import { inputOf } from "./macros.ts";

/** A macro with its arguments: a word of ROOT's, or `.x` within what ROOT reads. */
const calls = /(?:^|\n|;)[ \t]*(?:\.x[ \t]+)?([^\s(;]+\.(?:C|cc|cpp|cxx))\+*\(/g;

/** A call that ROOT refuses, by the macro that is sent along: `sim.C(5,)` for a function of two arguments. */
export const checkMacroCalls = (linted: LintedStep): readonly Problem[] => {
  const known = new Map<string, readonly Signature[] | undefined>();
  const signaturesOf = (macro: string, source: string): readonly Signature[] | undefined => {
    if (!known.has(macro)) known.set(macro, signaturesIn(source, macroName(macro)));
    return known.get(macro);
  };
  return linted.scripts.flatMap((script) =>
    wordsForRoot(script).flatMap((word): readonly Problem[] => {
      // An empty value has a cause that is reported by itself.
      const values = linted.valuesIn(script);
      const text = expand(word, (name) => values(name) || undefined);
      return [...text.matchAll(calls)].slice(0, enough).flatMap((found) => {
        const macro = (found[1] ?? "").replace(/^(?:\.\/+)+/, "");
        const source = linted.texts.get(macro);
        if (source === undefined) return [];
        const signatures = signaturesOf(macro, source);
        const fault =
          callFault(text, found.index + found[0].length, { name: macroName(macro), source }, signatures) ??
          exchanged(word.text, signatures ?? []);
        if (fault === undefined) return [];
        return [finding(script, word.pos, "macro-arguments", { ...fault, message: `${macro}: ${fault.message}` })];
      });
    }),
  );
};

/** Arguments of ROOT, what it reads on its standard input, and what `echo` gives it by a pipe. */
const wordsForRoot = ({ facts: { runs } }: Script): readonly Word[] =>
  runs.flatMap((run, index) =>
    isRoot(run.name)
      ? [...run.args, ...inputOf(run)]
      : run.name === "echo" && run.piped && isRoot(runs[index + 1]?.name)
        ? run.args
        : [],
  );

/** `sim.C($uniqueId, $nEvents)` of `void sim(int nEvents, int seed)`: both are numbers, and ROOT takes either. */
const exchanged = (written: string, [signature, ...others]: readonly Signature[]): Fault | undefined => {
  if (signature === undefined || others.length > 0) return undefined;
  const { texts = [] } = partsUntilClosed(written.replaceAll('\\"', '"'), written.indexOf("(") + 1) ?? {};
  const given = texts.map((text) => /^"?\$\{?(\w+)\}?"?$/.exec(text.trim())?.[1]);
  const { names } = signature;
  const wrong = names.findIndex((name, index) => {
    const one = given[index];
    const other = names.findIndex((its, at) => at !== index && isSame(its, one));
    const isOther = other !== -1 && isSame(name, given[other]) && !isSame(name, one);
    return (one === "uniqueId" && ofEvents.test(name)) || (one === "nEvents" && /seed/i.test(name)) || isOther;
  });
  return wrong === -1
    ? undefined
    : {
        message: `argument ${wrong + 1} is called ${names[wrong]} in the macro, and the call has ${texts[wrong]?.trim()}.`,
        hint: "compare the order with the macro's",
      };
};
const isSame = (one: string, other: string | undefined): boolean =>
  one !== "" && one.toLowerCase() === other?.toLowerCase();
const ofEvents = /^(?:n|num|number)?_?(?:of_?)?(?:evts?|events?)(?:_?to_?(?:do|run|make))?$/i;

const macroName = (macro: string): string => baseOf(macro).replace(/\.[^.]*$/, "");

type Fault = { readonly message: string; readonly hint?: string };

type Macro = { readonly name: string; readonly source: string };

const callFault = (
  text: string,
  from: number,
  { name, source }: Macro,
  signatures: readonly Signature[] | undefined,
): Fault | undefined => {
  if (signatures === undefined) return undefined;
  if (signatures.length === 0)
    return {
      message: `it has no function \`${name}\`, which ROOT would call.`,
      hint: `name its function \`${name}\`, as its file, or call the file that has it`,
    };
  if (signatures.every(({ cut }) => cut))
    return { message: `its function \`${name}\` has no closing bracket: the end of the file is missing.` };
  const parts = partsUntilClosed(text, from);
  if (parts === undefined)
    return { message: "its call has no closing bracket, or a quote in it has no end.", hint: 'within "..." write \\"' };
  const given = parts.texts.length === 1 && parts.texts[0]?.trim() === "" ? [] : parts.texts;
  // What is only known when the job runs may hold several arguments, or none.
  if (given.some((part) => part.trim() === unknown && parts.texts.length === 1)) return undefined;
  const faults = signatures.map((signature) => faultIn({ name, source }, given, signature));
  return faults.includes(undefined) ? undefined : faults[0];
};

const faultIn = ({ name, source }: Macro, given: readonly string[], { least, kinds }: Signature): Fault | undefined => {
  if (given.length < least || given.length > kinds.length) {
    const wanted = least === kinds.length ? `${least}` : `${least} to ${kinds.length}`;
    return {
      message: `\`${name}\` takes ${wanted} ${wanted === "1" ? "argument" : "arguments"}, and the call has ${given.length}.`,
    };
  }
  const wrong = given.findIndex((part, index) => !fits(part.trim(), kinds[index] ?? "anything", source));
  if (wrong === -1) return undefined;
  const part = (given[wrong] ?? "").trim().replaceAll(unknown, "...");
  return kinds[wrong] === "text"
    ? {
        message: `argument ${wrong + 1} of \`${name}\` is text, and ${part === "" ? "nothing" : part} has no quotes.`,
        hint: 'within "..." write \\"',
      }
    : {
        message: `argument ${wrong + 1} of \`${name}\` is a number, and the call has ${part === "" ? "nothing" : part}.`,
      };
};

/** `5 GeV`: two words of C++ with nothing between. */
const withUnit = /^[-+]?[0-9.]+\s+(?!(?:and|or|xor|bitand|bitor|not_eq)\b)[A-Za-z]/;

/** A name may be anything of ROOT's; a number, a name of a file and nothing at all are what they look like. */
const fits = (part: string, kind: Kind, source: string): boolean => {
  if (part === "") return false;
  switch (kind) {
    case "anything":
      return true;
    case "number":
      return !part.startsWith('"') && !withUnit.test(part) && !isUnknownName(part, source);
    case "text":
      return (
        part.startsWith(unknown) ||
        !(/^'.{2,}'$|^-?[0-9.]+$/.test(part) || /^[\w./-]*[A-Za-z_][\w-]*\.[A-Za-z]\w*$/.test(part))
      );
  }
};

/** A small word that is no value of C++ or ROOT's, and stands nowhere in the macro. */
const isUnknownName = (part: string, source: string): boolean =>
  /^(?!k[A-Z]|g[A-Z]|true$|false$|nEvents$)[a-z]\w*$/.test(part) &&
  !source.includes("#include") &&
  !source.includes(part);

/** What a macro that is sent along gets for the parameter that it calls a seed; a value that the job gives is its name. */
type MacroSeed = { readonly word: Word; readonly value: string };

export const macroSeeds = ({ texts, valuesIn }: LintedStep, script: Script): readonly MacroSeed[] =>
  wordsForRoot(script).flatMap((word) => {
    const values = valuesIn(script);
    const text = expand(word, (name) => values(name) ?? `\${${name}}`);
    return [...text.matchAll(calls)].flatMap((found): readonly MacroSeed[] => {
      const macro = (found[1] ?? "").replace(/^(?:\.\/+)+/, "");
      const [signature, ...others] = signaturesIn(texts.get(macro) ?? "", macroName(macro)) ?? [];
      const at = signature?.names.findIndex((name) => /seed/i.test(name)) ?? -1;
      const value = partsUntilClosed(text, found.index + found[0].length)?.texts[at]?.trim();
      return at === -1 || others.length > 0 || value === undefined ? [] : [{ word, value }];
    });
  });
