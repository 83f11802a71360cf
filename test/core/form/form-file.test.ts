import { expect, test } from "vitest";
import { parse } from "yaml";
import { formFile } from "../../../action/core/form/form-file.ts";
import { ownBasis, scanBasis } from "./a-form.ts";

const textOf = (basis: Parameters<typeof formFile>[0]): string => new TextDecoder().decode(formFile(basis).bytes);

type Element = {
  readonly type: string;
  readonly id?: string;
  readonly attributes: Readonly<Record<string, unknown>> & {
    readonly label?: string;
    readonly options?: readonly unknown[];
  };
  readonly validations?: { readonly required: boolean };
};

/** What GitHub takes (Syntax for issue forms, Syntax for GitHub's form schema, Common validation errors). */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  markdown: ["value"],
  input: ["label", "description", "placeholder", "value"],
  textarea: ["label", "description", "placeholder", "value", "render"],
  dropdown: ["label", "description", "multiple", "options"],
};

test.each([
  ["of this repository", ownBasis()],
  ["with a table", scanBasis()],
])("The form %s has what GitHub's documents take, and nothing else", (_, basis) => {
  const form = parse(textOf(basis), { version: "1.1" }) as Readonly<Record<string, unknown>>;
  const { body, ...top } = form;
  const elements = body as readonly Element[];

  expect(Object.keys(top)).toEqual(["name", "description", "title", "labels"]);
  for (const { type, attributes, ...rest } of elements) {
    expect(Object.keys(attributesOf)).toContain(type);
    expect(attributesOf[type]).toEqual(expect.arrayContaining(Object.keys(attributes)));
    expect(type === "markdown" ? [] : ["id", "validations"]).toEqual(Object.keys(rest));
    for (const [key, value] of Object.entries(attributes))
      if (key !== "options") expect(String(value).trim()).not.toBe("");
    if (type !== "dropdown") continue;
    const { options = [] } = attributes;
    expect(
      options.every((option) => typeof option === "string" && option.trim() !== "" && !/^none$/i.test(option)),
    ).toBe(true);
    expect(new Set(options).size).toBe(options.length);
  }
  const asked = elements.filter(({ type }) => type !== "markdown");
  const ids = asked.map(({ id = "" }) => id);
  expect(ids.filter((id) => !/^[A-Za-z0-9_-]+$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  const labels = asked.map(({ attributes }) => String(attributes.label));
  expect(new Set(labels).size).toBe(labels.length);
});

test("The form of this repository asks for the tag by menus, and for jobs, events and parameters of the steps", () => {
  const form = parse(textOf(ownBasis())) as { readonly body: readonly Element[] };

  expect(form.body.map(({ type, attributes }) => `${type} ${attributes.label ?? ""}`.trim())).toEqual([
    "markdown",
    "dropdown Template",
    "input campaign",
    "dropdown physics",
    "dropdown stage",
    "input Description",
    "input Contact",
    "input Build",
    "input Conditions",
    "input Events wanted",
    "input Jobs of simulate",
    "input Events of each job of simulate",
    "input Jobs of signal",
    "input Events of each job of signal",
    "input kind of signal",
    "input Jobs of background",
    "input Events of each job of background",
    "input kind of background",
    "input Events of each job of pileup",
    "input Like",
    "textarea Notes",
  ]);
});
