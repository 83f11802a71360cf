import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";

type Exports = Readonly<Record<string, unknown>>;
type Load = (name: string) => Promise<Exports>;
type Module = (load: Load, give: (exports: Exports) => void, meta: { readonly url: string }) => Promise<void>;

/**
 * The text of a built file as that of a function: called again, it makes anew all that the module holds, of code that
 * is compiled already. Imports and exports are lines of their own, as the bundler writes them; of others it is refused.
 */
export const functionText = (text: string): string => {
  const given: string[] = [];
  const body = text
    .replace(/^#!.*/, "")
    .replaceAll(/^import "([^"]+)";$/gm, 'await __load("$1");')
    .replaceAll(/^import \* as ([\w$]+) from "([^"]+)";$/gm, 'const $1 = await __load("$2");')
    .replaceAll(
      /^import (?:([\w$]+)(?:, )?)?(?:\{([^}]*)\})? from "([^"]+)";$/gm,
      (_, first: string | undefined, names: string | undefined, from: string) => {
        // The bundler also gives the short name `as`.
        const renamed = (names ?? "").replaceAll(/([\w$]+) as ([\w$]+)/g, "$1: $2");
        const own = [...(first === undefined ? [] : [`default: ${first}`]), renamed];
        return `const { ${own.join(", ")} } = await __load("${from}");`;
      },
    )
    .replaceAll(/^export \{([^}]*)\}(?: from "([^"]+)")?;$/gm, (_, names: string, from: string | undefined) => {
      const module = `__from${given.length}`;
      for (const name of names.split(",").map((one) => one.trim())) {
        const [local = "", as = local] = name.split(" as ");
        if (local !== "") given.push(`get ${as}() { return ${from === undefined ? local : `${module}.${local}`}; }`);
      }
      return from === undefined ? "" : `const ${module} = await __load("${from}");`;
    })
    .replaceAll(/^export default (.*);$/gm, (_, made: string) => {
      given.push("get default() { return __default; }");
      return `const __default = ${made};`;
    })
    .replaceAll('import("./', '__load("./')
    .replaceAll("import.meta.", "__meta.");
  const [left] = /^(?:import|export) (?:[\w$*{][^;\n]* from |\{|default |const |function |class ).*$/m.exec(body) ?? [];
  if (left !== undefined) throw new Error(`A warm process cannot read this line of the build: ${left.slice(0, 200)}`);
  return `return (async () => { "use strict"; __give({ ${given.join(", ")} }); ${body}\n})();`;
};

const compiled = new Map<string, { readonly changed: number; readonly made: Module }>();

const moduleOf = (file: string): Module => {
  const changed = statSync(file).mtimeMs;
  const known = compiled.get(file);
  if (known?.changed === changed) return known.made;
  const names = ["__load", "__give", "__meta"];
  const made = compileFunction(functionText(readFileSync(file, "utf8")), names, { filename: file }) as Module;
  compiled.set(file, { changed, made });
  return made;
};

/** Runs an entry of the build with modules of its own: what another run left in one of them is not there. */
export const runProgram = async (entry: string): Promise<void> => {
  const made = new Map<string, Promise<Exports>>();
  const load: Load = (name) => {
    if (!name.startsWith("./")) return import(name) as Promise<Exports>;
    const file = join(dirname(entry), name);
    const known = made.get(file);
    if (known !== undefined) return known;
    const held: { exports: Exports } = { exports: {} };
    const give = (exports: Exports): void => void (held.exports = exports);
    const whole = moduleOf(file)(load, give, { url: pathToFileURL(file).href }).then(() => held.exports);
    made.set(file, whole);
    return whole;
  };
  await load(`./${basename(entry)}`);
};
