import { isMap, isSeq, parse } from "yaml";
import {
  acknowledge,
  addCommand,
  addKey,
  type Case,
  changeLine,
  changeYaml,
  type Edit,
  quoteAt,
  removeAt,
  removeLine,
  renameKey,
  replaceAsTyped,
  replaceAtPlace,
  setAt,
  setFile,
  textOf,
  withText,
} from "./edits.ts";

/** Text of a hint, without the code marks around it. */
const bare = (words: string): string => words.replace(/^`(.*)`$/, "$1");
/** Of what the author writes himself, as the hint says it. */
const own = (value: string): unknown => (value === "N" ? 100 : parse(value));

const ofLines: readonly (readonly [form: RegExp, edit: Edit])[] = [
  [
    /^remove the blanks?$/,
    (_, one) =>
      one.problem.file.endsWith(".csv")
        ? changeLine(one, (line) => line.replaceAll(/ *, */g, ","))
        : changeLine(one, (line) => line.replace(/\\ +$/, "\\")),
  ],
  [/^remove `(exec|local)`/, ([, word = ""], one) => changeLine(one, (line) => line.replace(`${word} `, ""))],
  [/^remove what follows, or the `exit`/, (_, one) => changeLine(one, (line, col) => `${line.slice(0, col - 1)}true`)],
  [/^remove it, or change what was to be changed/, (_, one) => removeLine(one)],
  [
    /^give the file the same name in the commands and in `out`/,
    (_, one) => {
      const [, made = "", said = ""] = /(?:write|have) (\S+), `out` says (\S+)[.]$/.exec(one.problem.message) ?? [];
      return replaceAtPlace(one, said, made) ?? replaceAtPlace(one, made, said);
    },
  ],
  [
    /^list this input first$/,
    (_, one) =>
      changeYaml(one, (document, { path }) => {
        const list = document.getIn(path.slice(0, path.indexOf("in") + 1), true);
        if (!isSeq(list)) return false;
        list.items.reverse();
        return undefined;
      }),
  ],
  [/^pass it as arguments: (.*)$/, (_, one) => changeLine(one, (line) => line.replace(/"?\$\{\w+\[@\]\}"?/, '"$@"'))],
  [
    /^write into another file, then mv it to (\S+)$/,
    ([, file = ""], one) =>
      changeLine(one, (line) => `${line.replace(new RegExp(`> ?${file}`), ">other.txt")} && mv other.txt ${file}`),
  ],
  [
    /^put the text in quotes, if it goes on there/,
    (_, one) => changeLine(one, (line) => line.replace(/: (.*)$/, ': "$1"')),
  ],
  [/^separate columns by commas/, (_, one) => withText(one, textOf(one)?.replaceAll(";", ","))],
  [/^one run a line, and blanks between columns/, (_, one) => changeLine(one, (line) => line.replace(",", "\n"))],
  [/^psql -At prints the rows alone/, (_, one) => removeLine(one)],
  [/^write (bash \S+)$/, ([, words = ""], one) => changeLine(one, (line) => line.replace(/\.\/\S+/, words))],
  [/^write >&1$/, (_, one) => changeLine(one, (line) => line.replace(/> ?1\b/, ">&1"))],
  [
    /^write files: N or maxFiles: N at the input, or \$job/,
    (_, one) => changeLine(one, (line) => line.replace(/\$\{?uniqueId\}?/, "$job")),
  ],
  [
    /^use \$uniqueId for a seed, \$job/,
    (_, one) => changeLine(one, (line) => line.replace(/\$\{?[0-9@*]\}?/, "$uniqueId")),
  ],
];

const ofPlaces: readonly (readonly [form: RegExp, edit: Edit])[] = [
  [
    /^write (\S+) without the folder$/,
    ([, name = ""], one) => changeLine(one, (line) => line.replace(new RegExp(`[\\w.-]+/${name}`), name)),
  ],
  [
    /^write `if (.*); then (.*); fi`$/,
    ([, test = "", then = ""], one) =>
      changeLine(one, (line) => line.replace(`${test} && ${then}`, `if ${test}; then ${then}; fi`)),
  ],
];

const ofYaml: readonly (readonly [form: RegExp, edit: Edit])[] = [
  [
    /^write it, such as `([\w.]+): (.*?)`(?:$|:)|^write .*, such as `([\w.]+): (.*)`$/,
    ([, key, value, other = "", more = ""], one) =>
      one.problem.code === "missing-key"
        ? addKey(one, key ?? other, parse(value ?? more))
        : setAt(one, parse(value ?? more)),
  ],
  [/^write `(\w+): (.*?)` into it/, ([, key = "", value = ""], one) => addKey(one, key, parse(value))],
  [
    /^write `run: \|`, and the commands/,
    (_, one) => (one.problem.code === "missing-key" ? addKey(one, "run", "make\n") : setAt(one, "make\n")),
  ],
  [/^write `(\w+): ([^`]*)`$/, ([, key = "", value = ""], one) => addKey(one, key, parse(value))],
  [/^write one value as a number/, (_, one) => setAt(one, 2000)],
  [
    /each once: memory: (.*)$/,
    ([, value = ""], one) =>
      changeYaml(one, (document, { path }) =>
        document.setIn(path.slice(0, path.indexOf("memory") + 1), document.createNode(parse(value))),
      ),
  ],
  [/^write (\d+) or less/, ([, most], one) => setAt(one, Number(most))],
  [
    /^write (\d+(?:\.\d+)?): it counts|^write (\d+): a number is/,
    ([, number, other], one) => setAt(one, Number(number ?? other)),
  ],
  [/^write (\d+)(?:, or \d+)?$/, ([, number], one) => setAt(one, Number(number))],
  [/^write (true|false), without quotes/, ([, word], one) => setAt(one, word === "true")],
  [/^write (\d+(?:\.\d+)?%)/, ([, share], one) => setAt(one, share)],
  [/^write (\d+\.\d+\.\d+)$/, ([, version], one) => setAt(one, version)],
  [/^write one(?:,)? such as (\S+?)[,:]/, ([, version], one) => setAt(one, version)],
  [/^YAML reads this as a number/, (_, one) => setAt(one, "1.0.0")],
  [/^write "(.+)" in quotes(?:, or |$)/, ([, text = ""], one) => quoteAt(one, text)],
  [/^put it in quotes: "(.*)"$/, ([, text = ""], one) => quoteAt(one, text)],
  [
    /^put it in quotes/,
    (_, one) =>
      changeLine(one, (line, col) => line.slice(0, col - 1) + line.slice(col - 1).replace(/^[^\s,}\]]+/, '"$&"')),
  ],
  [/^write `filesPerJob: all`/, (_, one) => setAt(one, "all")],
  [/^put it in brackets: (\[.*\])/, ([, list = ""], one) => setAt(one, parse(list))],
  [
    /^write it as a list: (.*)$|^write (\{ from: .*\})$/,
    ([, list, item], one) => setAt(one, parse(list ?? item ?? "")),
  ],
  [/^write sites with one line, .*: sites: (\[.*\])/, ([, list = ""], one) => setAt(one, parse(list))],
  [/^write a value behind/, (_, one) => setAt(one, 3)],
  [
    /^that is `(\w+)` here, of each job: .* write `\w+: (\d+)`/,
    ([, key = "", value], one) => renameTo(one, key, Number(value)),
  ],
  [/^that is `(\w+)` here(?:, of each job)?$/, ([, key = ""], one) => renameKey(one, key)],
  [/^write files: (\d+) at/, ([, count], one) => countFiles(one, Number(count))],
  [/^(?:files: N|write files: N)/, (_, one) => countFiles(one)],
  [/^files: (\d+)(?:, or remove it)?$/, ([, count], one) => setAt(one, Number(count))],
  [/^add `(\w+): (.*?)`/, ([, key = "", value = ""], one) => addKey(one, key, own(value))],
  [/^choose one with output: (\S+)$/, ([, name], one) => addKey(one, "output", name)],
  [/^eventsPerJob: (\d+);/, ([, count], one) => setAt(one, Number(count))],
  [/^write filesPerJob: 1$/, (_, one) => addKey(one, "filesPerJob", 1)],
  [
    /^write eventsPerJob at the step/,
    (_, one) => changeYaml(one, (document, { path }) => document.setIn([...path.slice(0, 2), "eventsPerJob"], 100)),
  ],
  [
    /^write `cores: (\d+)` under `defaults` alone/,
    ([, cores], one) =>
      changeYaml(
        one,
        (document) => {
          for (const { key } of (document.getIn(["steps"], true) as { items: { key: { value: string } }[] }).items)
            document.deleteIn(["steps", key.value, "cores"]);
          document.setIn(["defaults", "cores"], Number(cores));
        },
        "anywhere",
      ),
  ],
  [/^append runs to the list/, (_, one) => removeAt(one)],
  [/^give the input a name of its own: as: NAME/, (_, one) => addKey(one, "as", "ownName")],
  [
    /^this is a copy: .* such as `(\w+): (\S+)`/,
    ([, field = "", value], one) => changeYaml(one, (document) => document.setIn(["tag", field], value), "anywhere"),
  ],
  [
    /^make it a trial with -test/,
    (_, one) =>
      changeYaml(one, (document) => document.set("version", `${String(document.get("version"))}-test.1`), "anywhere"),
  ],
  [
    /^read (\S+) (\d\S+)$/,
    ([, tag, version], one) =>
      changeYaml(one, (document, { path }) => {
        document.setIn([...path.slice(0, 2), "production"], tag);
        document.setIn([...path.slice(0, 2), "version"], version);
      }),
  ],
  [/^task: (\S+)$/, ([, name], one) => setAt(one, name)],
  [
    /^(\S+\/)(?: if it is one)?$/,
    ([, name], one) =>
      changeYaml(one, (document, { path }) => {
        const input = ((document.getIn([...path.slice(0, path.indexOf("in") + 2), "from"]) ?? path[1]) as string) ?? "";
        document.setIn(["inputs", input, "dataset"], name);
      }),
  ],
  [
    /^(?:remove it(?! from)|remove `?((?!it\b)\w+)`?|remove (one) of (?:the two|them|these connections)|remove one)(?:$|[;,:. ])/,
    ([, key, oneOf], one) =>
      one.problem.file.endsWith(".yaml") ? removeAt(one, key === "one" ? undefined : key) : removeLine(one),
  ],
  [
    /^leave (\d+) out$/,
    ([, count], one) =>
      changeYaml(one, (document, { path }) => {
        const list = document.getIn(path, true);
        if (!isSeq(list)) return false;
        list.items.splice(-Number(count));
        return undefined;
      }),
  ],
  [
    /^shorten it by (\d+) character/,
    ([, count], one) =>
      changeYaml(one, (document, { path }) =>
        document.setIn(path, String(document.getIn(path)).slice(0, -Number(count))),
      ),
  ],
  [
    /^(?:give (?:it|the output|the column|a step or an output) another name|rename one of them)/,
    (_, one) =>
      one.problem.file.endsWith(".csv")
        ? changeLine(one, (line, col) => `${line.slice(0, col - 1)}other${line.slice(col - 1)}`)
        : renameHere(one),
  ],
  [
    /^list it under `resources`/,
    (_, one) => {
      const [, script = ""] = /names (\S+),/.exec(one.problem.message) ?? [];
      const folder = one.problem.file.replace(/[^/]*$/, "");
      return addKey({ ...one, things: { ...one.things, [`${folder}${script}`]: "make hits\n" } }, "resources", [
        script,
      ]);
    },
  ],
  [
    /^such as (\S+)$/,
    ([, name = ""], one) =>
      one.problem.file.endsWith(".yaml") ? setName(one, name) : changeLine(one, (line) => line.replace(/[^,]*$/, name)),
  ],
];

const ofText: readonly (readonly [form: RegExp, edit: Edit])[] = [
  [/^did you mean "(.+)"\?/, ([, name = ""], one) => replaceAtPlace(one, name)],
  [/^(?:known here:|one of|expected: .*, one of) ([^ ,]+)/, ([, name = ""], one) => replaceAtPlace(one, name)],
  [
    /^allowed: (\S+)/,
    ([, host = ""], one) => changeLine(one, (line) => line.replace(/https:\/\/[^/]+/, `https://${host}`)),
  ],
  [/^expected: .* such as (\S+?)(?:,|$)/, ([, name = ""], one) => replaceAtPlace(one, name)],
  [/^type it again: (.*)$/, ([, word = ""], one) => setFile(one, word)],
  [
    /^remove it from the text/,
    (_, one) =>
      changeLine(one, (line) =>
        line.replaceAll(
          /%\{|___idds___|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u202a-\u202e]|\\[abe0]|\\x..|\\u..../gu,
          "",
        ),
      ),
  ],
  [/Unix line ends/, (_, one) => withText(one, textOf(one)?.replaceAll("\r\n", "\n").replaceAll("\r", "\n"))],
  [/without BOM/, (_, one) => withText(one, textOf(one)?.replace(/^\ufeff/, ""))],
  [
    /^chmod \+x /,
    (_, one) => {
      const [, file = ""] = /^(\S+) is not executable/.exec(one.problem.message) ?? [];
      const path = `${one.problem.file.replace(/[^/]*$/, "")}${file}`;
      const text = textOf(one, path);
      return text === undefined ? undefined : { ...one.things, [path]: { kind: "executable", text } };
    },
  ],
  [
    /^is it committed\? `git add ([^`]+)`/,
    ([, path = ""], one) => {
      const [, glob = ""] = /matches "([^"]+)"|There is no list (\S+)\./.exec(one.problem.message) ?? [];
      const name = glob.split("/").at(-1)?.replaceAll("*", "a") ?? "a";
      return {
        ...one.things,
        [glob.includes("*") ? `${path}/${name}` : path]: path.endsWith(".txt") ? "/raw/RAW_a-00000001.evt\n" : "true\n",
      };
    },
  ],
  [/^commit (\S+), with one name a line/, ([, path = ""], { things }) => ({ ...things, [path]: "a-name\n" })],
  [/^write one name a line/, (_, one) => setWhole(one, "a-name\n")],
  [
    /^let its first line say it|^refresh it|^write the day on which/,
    (_, one) => setWhole(one, `# as of ${new Date().toISOString().slice(0, 10)}\n@test-user\nMDC2_ana.418\nana.418\n`),
  ],
  [
    /^such as md5:|^such as 20/,
    (_, one) =>
      changeLine(one, (line) =>
        line.replace(/sum of bytes/, "md5:9e107d9d372bb6826bd81d3542a419d6").replace("29.11.2026", "2026-11-29"),
      ),
  ],
  [
    /^a path from the top such as (\S+?),/,
    ([, place = ""], one) =>
      changeLine(one, (line) => line.replace(/^[^,]*/, place.replace("FILE", "RAW_z-00000009.evt"))),
  ],
  [/^(\d+)$/, ([, number = ""], one) => replaceAtPlace(one, number)],
];

const ofBash: readonly (readonly [form: RegExp, edit: Edit])[] = [
  [
    /^remove the blanks?$/,
    (_, one) =>
      one.problem.file.endsWith(".csv")
        ? changeLine(one, (line) => line.replaceAll(/ *, */g, ","))
        : changeLine(one, (line, col) => line.slice(0, col).replace(/\\ *$/, "\\")),
  ],
  [
    /^remove them; if they are meant/,
    (_, one) =>
      changeLine(one, (line) =>
        line
          .split(",")
          .map((cell) => cell.trim())
          .join(","),
      ),
  ],
  [
    /^write (\w+)=\.\.\. without blanks/,
    ([, name = ""], one) => changeLine(one, (line) => line.replace(new RegExp(`\\b${name} *= *`), `${name}=`)),
  ],
  [
    /^type a (.*) in its place/,
    ([, what = ""], one) =>
      changeLine(one, (line, col) =>
        `${line.slice(0, col - 1)}${what === "hyphen" ? "-" : '"'}${line.slice(col)}`.replaceAll(
          /[\u201c\u201d]/g,
          '"',
        ),
      ),
  ],
  [/^remove `(exec|local)`/, ([, word = ""], one) => changeLine(one, (line) => line.replace(`${word} `, ""))],
  [/^remove what follows, or the `exit`/, (_, one) => changeLine(one, (line, col) => `${line.slice(0, col - 1)}true`)],
  [
    /^(?:all of them are|its files are|it is|the last is) (.+)$/,
    ([, words = ""], one) =>
      one.problem.code === "input-not-read"
        ? addCommand(one, `read-all ${words}`)
        : replaceAtPlace(one, words.replaceAll('"', "")),
  ],
  [
    /^pass (?:\$(\w+)|`\$(\w+)`)(?: to (?:it|the macro|the payload))?/,
    ([, plain, quoted], one) =>
      ["identical-jobs", "same-events"].includes(one.problem.code)
        ? appendWord(one, `"$${plain ?? quoted}"`)
        : ["seed-by-chance", "fixed-seed"].includes(one.problem.code)
          ? replaceAtPlace(one, `$${plain ?? quoted}`)
          : addCommand(one, `tell "$${plain ?? quoted}"`),
  ],
  [
    /^use it in the commands/,
    (_, one) =>
      addCommand(
        one,
        `tell "$${
          /`(\w+)` is set|reads `(\w+)`/
            .exec(one.problem.message)
            ?.slice(1)
            .find((name) => name !== undefined) ?? ""
        }"`,
      ),
  ],
  [
    /^write the file under this name/,
    (_, one) => addCommand(one, `produce ${/makes (\S+?):/.exec(one.problem.message)?.[1] ?? ""}`),
  ],
  [
    /^give the file the same name in the commands and in `out`/,
    (_, one) =>
      replaceAtPlace(
        one,
        /(?:write|have) (\S+),/.exec(one.problem.message)?.[1] ?? "",
        /says (\S+)\./.exec(one.problem.message)?.[1] ?? "",
      ),
  ],
  [/^write \/?tmp/, () => undefined],
  [
    /^write start=\$PWD in front of the first `cd`, and here (.*)$/,
    ([, words = ""], one) => {
      const name = /\$\{?(\w+)(?:\[0\])?\}?"?$/.exec(words)?.[0] ?? "";
      const changed = replaceAsTyped(one, words.replaceAll('"', ""), name);
      return changed === undefined
        ? undefined
        : withText(
            { ...one, things: changed },
            textOf({ ...one, things: changed })?.replace(/^( *)((?:mkdir [^\n]*&& )?cd )/m, "$1start=$PWD\n$1$2"),
          );
    },
  ],
  [
    /^go back with `cd \.\.`/,
    (_, one) => changeLine(one, (line, col) => `${line.slice(0, col - 1)}cd .. && ${line.slice(col - 1)}`),
  ],
  [
    /^begin the script with `set -euo pipefail`/,
    (_, one) => withText(one, textOf(one)?.replace(/^(#!.*\n)?/, "$1set -euo pipefail\n")),
  ],
  [/^write "\$macro\(\.\.\.\)"/, (_, one) => changeLine(one, (line) => line.replace(/\b[\w/.]+\.C\b/, "$macro"))],
  [
    /^put "\$tag" and "\$uniqueId" into the name/,
    (_, one) => changeLine(one, (line) => line.replace(/(\/[\w/.]+\/)(\w+\.)/, "$1$tag-$uniqueId-$2")),
  ],
  [/^write %(\d+d) or wider/, ([, width = ""], one) => changeLine(one, (line) => line.replace(/%\d+d/, `%${width}`))],
  [
    /^write (\$\w+), which counts/,
    ([, name = ""], one) => changeLine(one, (line) => line.replaceAll(/uniqueId\b/g, name.slice(1))),
  ],
  [/^write -gt in place of >/, (_, one) => changeLine(one, (line) => line.replace(">", "-gt"))],
  [
    /^write (\S+) without quotes/,
    ([, words = ""], one) => changeLine(one, (line) => line.replace(`"${words}"`, words)),
  ],
  [
    /^write (>+)(\S+)( 2>&1)?$|^write (>&\d)$/,
    ([, sign, file = "", more = "", other], one) =>
      other !== undefined
        ? changeLine(one, (line) => line.replace(/>+ ?1\b/, other))
        : changeLine(one, (line) =>
            line
              .replace(" 2>&1", more === "" ? "$&" : "")
              .replace(new RegExp(`>+ ?${file.replaceAll(".", "\\.")}`), `${sign}${file}${more}`),
          ),
  ],
  [
    /^write > (\S+) to make the file/,
    ([, file = ""], one) =>
      changeLine(one, (line) => line.replace(new RegExp(`\\| *${file.replace(".", "\\.")}`), `> ${file}`)),
  ],
  [/^write >&2 for the log/, (_, one) => changeLine(one, (line) => line.replace(/[|&] ?2\b/, ">&2"))],
  [
    /^write (hadd|tar cf) (\S+)(?: FILES)?$/,
    ([, program = "", file = ""], one) =>
      changeLine(one, (line) => {
        const words = line
          .slice(one.problem.col - 1)
          .split(/\s+/)
          .filter((word) => word !== file);
        const begin = line.slice(0, one.problem.col - 1);
        return begin.endsWith(program.split(" ")[0] ?? "") || /hadd|tar/.test(begin)
          ? `${begin.replace(/(hadd|tar).*/, "")}${program} ${file} ${words.filter((word) => !/^-?[cxzf]+$|^hadd$|^tar$/.test(word)).join(" ")}`
          : `${begin}${program} ${file} ${words.filter((word) => !/^-?[cvzf]+$|^hadd$|^tar$/.test(word)).join(" ")}`;
      }),
  ],
  [
    /^write `?if \[ (.*) \]; then (.*); fi`?$/,
    ([, test = "", then = ""], one) =>
      changeLine(one, (line) => line.replace(`[ ${test} ] && ${then}`, `if [ ${test} ]; then ${then}; fi`)),
  ],
  [
    /^write (.+)$/,
    ([, words = ""], one) =>
      inPayload.has(one.problem.code)
        ? (replaceAsTyped(one, bare(words)) ?? replaceAtPlace(one, bare(words)))
        : undefined,
  ],
  [
    /^end the line before with a backslash/,
    (_, one) => {
      const lines = textOf(one)?.split("\n") ?? [];
      return withText(one, lines.with(one.problem.line - 2, `${lines[one.problem.line - 2]} \\`).join("\n"));
    },
  ],
];

const inPayload: ReadonlySet<string> = new Set([
  ...["wrong-test", "doubtful-test", "wrong-expansion", "not-a-program", "mkdir-without-p", "variable-not-expanded"],
  ...["fixed-run", "unset-variable", "macro-arguments", "no-arguments"],
]);

/** Forms of hints, and how a program does what they say. The first that fits counts. */
export const appliers: readonly (readonly [form: RegExp, edit: Edit])[] = [
  [/acknowledge it with (?:a|the) reason|`acknowledge`|acknowledge the warning/, (_, one) => acknowledge(one)],
  ...ofLines,
  ...ofPlaces,
  ...ofYaml,
  ...ofText,
  ...ofBash,
];

const renameTo = (one: Case, key: string, value: unknown): ReturnType<Edit> =>
  changeYaml(one, (document, { path }) => {
    document.deleteIn(path);
    document.setIn([...path.slice(0, -1), key], value);
  });

/** At the input from outside that the message names, or at the first one. */
const countFiles = (one: Case, files = 100): ReturnType<Edit> =>
  changeYaml(one, (document) => {
    const inputs = document.get("inputs");
    const names = isMap(inputs) ? inputs.items.map(({ key }) => String((key as { value: unknown }).value)) : [];
    const named = names.find((name) => one.problem.message.includes(`\`${name}\``)) ?? names[0] ?? "";
    document.setIn(["inputs", named, "files"], files);
  });

/** A word at the end of the command at the place. */
const appendWord = (one: Case, word: string): ReturnType<Edit> => changeLine(one, (line) => `${line} ${word}`);

const setWhole = (one: Case, text: string): ReturnType<Edit> => ({ ...one.things, [one.problem.file]: text });

/** The key at the place, or the name that is the value there. */
const renameHere = (one: Case): ReturnType<Edit> =>
  changeYaml(one, (document, { path, isKey }) => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (!isKey || !isMap(parent)) return setNamed(document, path, "other.root");
    const value = document.getIn(path, true);
    document.deleteIn(path);
    document.setIn([...path.slice(0, -1), `other${String(path.at(-1)).replaceAll(/\W/g, "")}`], value);
    return undefined;
  });

const setName = (one: Case, name: string): ReturnType<Edit> =>
  changeYaml(one, (document, { path }) => setNamed(document, path, name));

const setNamed = (
  document: Parameters<Parameters<typeof changeYaml>[1]>[0],
  path: readonly (string | number)[],
  name: string,
): undefined => {
  const at = isMap(document.getIn(path, true)) ? [...path, "name"] : path;
  document.setIn(at, name);
};
