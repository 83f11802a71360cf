import { expect, test } from "vitest";
import { addressFault, fileAddress } from "../../../action/core/conventions/file-address.ts";

const file = {
  tag: "toy",
  version: "1.0.0",
  run: undefined,
  step: "make",
  dataset: "group.sphenix.toy.v1_000_make_a",
  file: "f.root",
};

test.each([
  ["root://x//{rucio}", "root://x//group/sphenix/b2/d0/f.root"],
  ["/data/{dataset}/{file}", "/data/group.sphenix.toy.v1_000_make_a/f.root"],
  ["/data/{tag}[/{run:8}]/{file}", "/data/toy/f.root"],
  ["/data/{run}/{file}", undefined],
])("The template of addresses %s gives a file %s", (template, address) => {
  expect(fileAddress(template, file)).toBe(address);
});

test.each([
  ["/data/{nane}/{file}", "{nane} is unknown"],
  ["/data/{tag}", "All files would have one address"],
  ["/data/{file:x}", "{file:x} is unknown"],
  ["root://x//{rucio}", undefined],
])("The template of addresses %s has the fault %s", (template, fault) => {
  if (fault === undefined) expect(addressFault(template)).toBeUndefined();
  else expect(addressFault(template)).toContain(fault);
});
