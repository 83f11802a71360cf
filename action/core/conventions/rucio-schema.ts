/** The experiment's Rucio: where it is, and as whom it is asked. No secret. */
export const rucioSchema = {
  type: "object",
  additionalProperties: false,
  required: ["server", "account", "login", "scopes"],
  description:
    "Where input data are looked up, before a merge and before each submission. What main says counts; the login is in GitHub's environments.",
  properties: {
    server: {
      type: "string",
      pattern: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$",
      maxLength: 200,
      "x-expects": "the address of a Rucio server, such as https://rucio.example.org",
      "x-code": "bad-conventions",
      description: "Its address. The login goes there only if `RUCIO_HOST` names the host too.",
    },
    account: {
      type: "string",
      pattern: "^[a-z0-9_-]+$",
      maxLength: 25,
      "x-expects": "a Rucio account",
      "x-code": "bad-conventions",
      description: "The account that looks. To look it needs no rights.",
    },
    login: {
      enum: ["userpass", "token"],
      description: "userpass: `RUCIO_USERNAME` and `RUCIO_PASSWORD`. token: `RUCIO_TOKEN`, of Rucio or of its issuer.",
    },
    scopes: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: "Scopes of this Rucio. Data of others, such as users' own at PanDA's Rucio, are not looked up.",
      items: {
        type: "string",
        pattern: "^[a-zA-Z_.0-9-]+$",
        maxLength: 25,
        "x-expects": "a Rucio scope",
        "x-code": "bad-conventions",
      },
    },
  },
} as const;
