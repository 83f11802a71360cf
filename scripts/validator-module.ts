import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { campaignSchema } from "../action/core/conventions/campaign-schema.ts";
import { conventionsSchema } from "../action/core/conventions/schema.ts";
import { requestSchema } from "../action/core/request/schema.ts";

type Module = { readonly name: string; readonly source: string; readonly types: string };

/** Validators as plain code: compiling a schema at run time costs half of the program's start (ADR 1). */
export const validatorModule = (): readonly Module[] => [
  standalone("validate-request", requestSchema),
  standalone("validate-conventions", conventionsSchema),
  standalone("validate-campaign", campaignSchema),
];

const standalone = (name: string, schema: object): Module => {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    messages: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const keyword of [
    "x-prun",
    "x-expects",
    "x-code",
    "x-wrong-kind",
    "x-write",
    "x-instead",
    "x-such",
    "x-fewer",
    "x-beyond",
  ])
    ajv.addKeyword({ keyword, schemaType: "string" });
  ajv.addKeyword({ keyword: "x-also", schemaType: "array" });
  ajv.addKeyword({ keyword: "x-unshown", schemaType: "boolean" });
  ajv.addKeyword({ keyword: "x-unit", schemaType: "string" });
  ajv.addKeyword({ keyword: "x-per", schemaType: "string" });
  ajv.addKeyword({ keyword: "x-elsewhere", schemaType: "object" });
  const compile = "default" in standaloneCode ? standaloneCode.default : standaloneCode;
  return {
    name,
    source: compiledAtOnce(importing(compile(ajv, ajv.compile(schema)))),
    types: `import type { SchemaError } from "../request/schema-problems.ts";\ndeclare const validate: { (value: unknown): boolean; errors: readonly SchemaError[] | null };\nexport default validate;\n`,
  };
};

/**
 * Node keeps the compiled code of what is compiled when a file is loaded: of functions in parentheses. Each check calls
 * the first two, and compiling them was a tenth of the check of one request (ADR 20).
 */
const compiledAtOnce = (code: string): string =>
  code
    .replace(/^export .*\n/gm, "")
    .replace(
      /^function (validate\d+)(.*)^\1(\.evaluated = .*)$/ms,
      "const $1 = (function $1$2);\n$1$3\nexport default $1;",
    );

/** Ajv asks for its helpers with `require`, which an ES module has not. What counts characters is ours, which is faster. */
const importing = (code: string): string =>
  code.replace(/const (\w+) = require\("([^"]+)"\)\.default;/g, (_, name: string, path: string) =>
    path === "ajv/dist/runtime/ucs2length"
      ? `import { countCharacters as ${name} } from "../text/count-characters.ts";`
      : `import ${name}$ from "${path}.js";\nconst ${name} = ${name}$.default ?? ${name}$;`,
  );
