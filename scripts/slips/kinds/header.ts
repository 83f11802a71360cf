import { type Copy, matchesIn, spliced, valuesAt, withText } from "../copy.ts";
import { type Slip, slipOf } from "../slip.ts";
import { misspelt, otherDigit } from "../typing.ts";

const version = valuesAt("version");
const build = valuesAt("build");
const inTag = valuesAt("tag.*");

const bumped = (copy: Copy, part: 1 | 2): Copy => {
  const [span] = version(copy);
  if (span === undefined) return copy;
  const parts = /^(\d+)\.(\d+)\.(\d+)(.*)$/.exec(span.text);
  if (parts === null) return copy;
  const [, major = "", minor = "", patch = "", rest = ""] = parts;
  return spliced(
    copy,
    span,
    part === 1 ? `${major}.${Number(minor) + 1}.0${rest}` : `${major}.${minor}.${Number(patch) + 1}${rest}`,
  );
};

/** An edit that an author makes on purpose; the slip is what was forgotten beside it. */
const edits: readonly Slip[] = [
  slipOf("", "", valuesAt("steps.*.jobs", "steps.*.eventsPerJob"), (text) => `${text}0`),
  slipOf("", "", matchesIn(valuesAt("steps.*.run"), /"?\$\{?\w+\}?"?/), (text) => `${text} 1`),
  slipOf("", "", matchesIn(valuesAt("steps.*.in"), /(?<=filesPerJob: )\d+/), (text) => `${text}1`),
  slipOf("", "", build, (text) => text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))),
];

/** What names a production and says which it is. */
export const headerSlips: readonly Slip[] = [
  {
    name: "version-not-raised",
    about: "content changed under the version that was submitted",
    beside: "submitted",
    make: (copy, by) => {
      const slipped = by.of(edits).make(copy, by);
      return slipped === undefined ? undefined : { ...slipped, words: ["version"] };
    },
  },
  {
    name: "version-raised-too-little",
    about: "physics changed, and the last part of the version moved",
    beside: "submitted",
    make: (copy, by) => {
      const slipped = by.of(edits).make(copy, by);
      if (slipped === undefined) return undefined;
      const changed = bumped(slipped.copy, 2);
      return changed.request === slipped.copy.request ? undefined : { copy: changed, words: ["version"] };
    },
  },
  {
    name: "version-raised-alone",
    about: "a new version of the same content",
    beside: "submitted",
    make: (copy) => {
      const changed = bumped(copy, 1);
      return changed.request === copy.request ? undefined : { copy: changed, words: ["version"] };
    },
  },
  {
    name: "resource-changed-version-not",
    about: "a macro or script changed under the version that was submitted",
    beside: "submitted",
    make: (copy, by) => {
      const files = [...copy.files].filter(
        ([file, text]) => text !== "" && copy.request.includes(file.split("/")[0] ?? file),
      );
      if (files.length === 0) return undefined;
      const [file, text] = by.of(files);
      return { copy: withText(copy, file, `${text}\n# once more\n`), words: ["version", file] };
    },
  },
  {
    name: "folder-copied",
    about: "a folder copied for the next sample, its tag left as it was",
    beside: "in the next folder",
    make: (copy, by) => {
      const slipped = by.of(edits).make(copy, by);
      return slipped === undefined ? undefined : { ...slipped, words: ["tag", "physics", "stage"] };
    },
  },
  {
    name: "only-tag-changed",
    about: "a folder copied for the next sample, and nothing but its tag edited",
    beside: "in the next folder",
    make: (copy, by) => {
      const slipped = otherTag.make(copy, by);
      return slipped === undefined ? undefined : { ...slipped, words: ["tag", ...slipped.words] };
    },
  },
  slipOf(
    "tag-of-another-process",
    "a field of the tag says another process or stage than the steps make",
    inTag,
    otherField,
  ),
  slipOf("tag-misspelt", "a field of the tag misspelt", inTag, misspelt),
  slipOf("build-digit", "a wrong digit in the build", build, otherDigit),
  slipOf("build-misspelt", "a letter or the dot of the build is wrong", build, (text, by) =>
    by.of(
      [text.replace(".", ""), text.replace(".", "_"), text.replace(/^a/, "A"), text.replace("an", "na")]
        .filter((one) => one !== text)
        .concat(`${text}x`),
    ),
  ),
  slipOf(
    "build-raised-conditions-not",
    "the build raised, the conditions left at the old one",
    build,
    (text, _, _span, copy) =>
      (valuesAt("conditions")(copy)[0]?.text ?? "").includes(text)
        ? text.replace(/\d+$/, (number) => String(Number(number) + 1))
        : undefined,
  ),
  slipOf("conditions-digit", "a wrong digit in the conditions", valuesAt("conditions"), otherDigit),
  slipOf(
    "site-misspelt",
    "a site misspelt",
    matchesIn(valuesAt("defaults.sites", "steps.*.sites"), /\w{3,}/),
    misspelt,
  ),
  slipOf(
    "description-of-another",
    "the description of the production that was copied",
    valuesAt("description"),
    () => "Bottom quarks, and nothing else",
  ),
  slipOf("template-not-edited", "a line of the template is still there", valuesAt("description", "contact"), (text) =>
    text.startsWith("[")
      ? '["@some-user"] # CHANGE: contact persons'
      : `${text} # CHANGE: one line that describes the production`,
  ),
  slipOf("parameter-digit", "a wrong digit in a parameter", valuesAt("steps.*.parameters.*"), otherDigit),
  slipOf(
    "parameter-misspelt",
    "a parameter's name misspelt where it is set",
    (copy) => matchesIn(valuesAt("steps.*.parameters"), /\w{3,}(?=: )/)(copy),
    misspelt,
  ),
  slipOf(
    "parameter-value-misspelt",
    "a parameter's word misspelt",
    (copy) => valuesAt("steps.*.parameters.*")(copy).filter(({ text }) => /^[A-Za-z]{3,}$/.test(text)),
    misspelt,
  ),
];

function otherField(text: string): string | undefined {
  const others: Readonly<Record<string, string>> = {
    hfcharm: "hfbottom",
    hfbottom: "hfcharm",
    minbias: "hfcharm",
    toy: "minbias",
    ddis: "dis",
    signal: "background",
    background: "signal",
    pileup: "signal",
    mdc: "pileup",
    merge: "signal",
    calo: "tracking",
  };
  return others[text];
}
const otherTag = slipOf("", "", inTag, otherField);
