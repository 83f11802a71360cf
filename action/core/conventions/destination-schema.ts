import { closed, textOfForm } from "../text/schema-parts.ts";

const storageElement = {
  ...textOfForm("^[A-Za-z0-9][A-Za-z0-9_-]*$", "the name of a storage element, such as TIER1_DISK", "bad-conventions"),
  maxLength: 100,
  "x-such": "TIER1_DISK",
} as const;

/** Where outputs go, where a request does not say it. */
export const destinationSchema = {
  ...closed,
  minProperties: 1,
  description: "Rucio's storage element for outputs, where a request names none.",
  properties: {
    trial: { ...storageElement, description: "Of trials." },
    release: { ...storageElement, description: "Of releases." },
  },
} as const;
