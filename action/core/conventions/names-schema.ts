/** How an experiment names tags, datasets and files. */
export const template = { type: "string", minLength: 1, maxLength: 200 } as const;
export const scope = {
  type: "string",
  pattern: "^(user|group[0-9]{0,2})\\.[a-z0-9-]+$",
  "x-expects": "user.<nickname> or group.<vo>",
  "x-code": "bad-conventions",
} as const;

export const namesSchema = {
  type: "object",
  additionalProperties: false,
  required: ["outDS"],
  properties: {
    outDS: template,
    file: {
      ...template,
      description:
        "How files are called for people, such as {name}[-{run:8}][-{segment:5}]{suffix}: `shrek files` prints it beside PanDA's name.",
    },
  },
} as const;
