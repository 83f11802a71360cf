import { plainText, type Run } from "./simple-command.ts";

const assigning = [
  "read",
  "mapfile",
  "readarray",
  "getopts",
  "declare",
  "typeset",
  "local",
  "export",
  "readonly",
  "wait",
  "let",
];

/** Names that a command gives a value to. Options' own words may be among them: too many names only mean more silence. */
export const assignedBy = (run: Run): readonly string[] => {
  const name = run.name ?? "";
  if (name === "printf") return run.args[0]?.value === "-v" ? namesAssigned(run).slice(0, 1) : [];
  if (!assigning.includes(name)) return [];
  const always = { read: ["REPLY"], mapfile: ["MAPFILE"], readarray: ["MAPFILE"], getopts: ["OPTARG", "OPTIND"] };
  return [...namesAssigned(run), ...(Object.entries(always).find(([key]) => key === name)?.[1] ?? [])];
};

const namesAssigned = (run: Run): readonly string[] =>
  run.args.flatMap((word) => /^[A-Za-z_]\w*/.exec(plainText(word) ?? "")?.[0] ?? []);
