/** A field is in braces; its name is a letter, then letters and digits. */
const braced = /\{([A-Za-z][A-Za-z0-9]*)\}/;
const everyBraced = new RegExp(braced, "g");

/** The names in braces, in order. */
export const fieldsOf = (template: string): readonly string[] =>
  [...template.matchAll(everyBraced)].flatMap((match) => match[1] ?? []);

export const hasFields = (template: string): boolean => braced.test(template);

/** The template without its fields: the text in every name that is made from it. */
const literalsOf = (template: string): string => template.replace(everyBraced, "");

/** What is wrong with the name of a field; `undefined`: nothing. */
export const fieldFault = (name: string): string | undefined =>
  /^[A-Za-z][A-Za-z0-9]*$/.test(name)
    ? undefined
    : `${name === "" ? "What stands in {}" : `\`${name}\``} cannot be a field: its name is a letter, then letters and digits, such as q2.`;

/** What is wrong with the text between the fields, or with one of their names; `undefined`: nothing. */
export const templateFault = (template: string): string | undefined => {
  const rest = literalsOf(template);
  if (/^[A-Za-z0-9._-]*$/.test(rest)) return undefined;
  const [, odd] = /\{([^{}]*)\}/.exec(rest) ?? [];
  const [brace] = /[{}]/.exec(rest.replace(/\{[^{}]*\}/g, "")) ?? [];
  if (odd !== undefined) return fieldFault(odd);
  if (brace !== undefined) return `A ${brace} of "${template}" has no partner: a field stands in braces, such as {q2}.`;
  return `Between its {fields} the template "${template}" may hold letters, digits, dot, underscore and hyphen.`;
};

/** Templates are checked with the conventions, so every field has a value here. */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string => {
  const parts = splitTemplates.get(template) ?? template.split(braced);
  splitTemplates.set(template, parts);
  let filled = "";
  for (const [index, part] of parts.entries()) filled += index % 2 === 0 ? part : (values[part] ?? `{${part}}`);
  return filled;
};

/** Apart, fields at the odd places: thousands of requests share the few templates of their conventions. */
const splitTemplates = new Map<string, readonly string[]>();
