/**
 * Scripts that bash may read as one text: starting it costs more than all that it reads, and a campaign has thousands
 * of payloads. If bash has no complaint of a text in both orders, each script in it is complete: the first one that is
 * not would begin one of the orders, or end it. Quotes and expansions that are open in any script break the line between.
 */
export const groupsOf = (scripts: readonly string[]): readonly (readonly string[])[] => {
  const groups: string[][] = [];
  let left = 0;
  for (const script of scripts.filter(closesItsDocuments)) {
    const size = Buffer.byteLength(script) + between.length;
    if (size > largestText) continue;
    if (size > left) {
      groups.push([]);
      left = largestText;
    }
    groups.at(-1)?.push(script);
    left -= size;
  }
  return groups;
};

/** What bash reads of a group; of one script, nothing more. */
export const ordersOf = (group: readonly string[]): readonly [string, string] => [
  group.join(between),
  group.length === 1 ? "" : group.toReversed().join(between),
];

/** Good where a command may stand. Behind an open quote or expansion it is closed by this line, which is then wrong. */
const between = "\n{ { { : \";; ;;\" ';; ;;' `;; ;;`; }; }; }\n";

/** Bytes: one wrong script has all of its group read one by one, and Linux takes 128 KiB as an argument. */
const largestText = 32 * 1024;
/** Each in two orders: half of what macOS takes, a quarter of what Linux does. */
export const groupsInArguments = 8;

/** A document that is open at the end (`<<EOF`) would go on in the next script, until that closes its own. */
const closesItsDocuments = (script: string): boolean =>
  [...script.matchAll(/<<+/g)].every(
    ({ 0: sign, index }) => sign === "<<<" || isClosed(script.slice(index + "<<".length).split("\n")),
  );

const isClosed = ([first = "", ...lines]: readonly string[]): boolean => {
  const { tabs, word } = opening.exec(first)?.groups ?? {};
  return lines.some((line) => (tabs === undefined ? line : line.replace(/^\t+/, "")) === word);
};
const opening = /^(?<tabs>-)?[ \t]*(?:\\|(?<quote>['"])(?=\w+\k<quote>))?(?<word>\w+)\k<quote>?(?=[\s;|&<>)]|$)/;
