/** The names in braces, in order. */
export const fieldsOf = (template: string): readonly string[] =>
  [...template.matchAll(/\{([A-Za-z]+)\}/g)].flatMap((match) => match[1] ?? []);

/** The template without its fields: what stands in every name that is made from it. */
export const literalsOf = (template: string): string => template.replace(/\{[A-Za-z]+\}/g, "");

/** Templates are judged with the conventions, so every field has a value here. */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{([A-Za-z]+)\}/g, (whole, field: string) => values[field] ?? whole);
