/** Why PanDA refused a login, in words for the person who set it up, with the way out. */
export type Refusal = { readonly why: string; readonly wayOut: string };

const newToken =
  "Get a new token: a robot's or a refresh token gives one for every run, a pasted one must be replaced.";

/** What panda-server 1.0.4 says (srvcore/panda_request, srvcore/oidc_utils), as a beginning or anywhere in its text. */
const known: readonly (readonly [RegExp, (match: RegExpExecArray) => Refusal])[] = [
  [/Signature has expired/, () => ({ why: "the token has expired", wayOut: newToken })],
  [
    /cannot extract client_id/,
    () => ({
      why: "the token is for a client that PanDA does not know",
      wayOut:
        "Use a token of the client in PanDA's auth config; a robot must be registered there by the VO's administrators.",
    }),
  ],
  [
    /Invalid issuer|JWK not found|Signature verification failed/,
    () => ({
      why: "the token was not made by this VO's issuer",
      wayOut: "Get one from the issuer that PanDA's auth config names, for the server in PANDA_URL_SSL.",
    }),
  ],
  [
    /Not enough segments|Invalid token/,
    () => ({ why: "what it got is not a token it can read", wayOut: "Set PANDA_AUTH_ID_TOKEN to the whole id_token." }),
  ],
  [
    /Unknown vo : ([\w.-]{1,60})/,
    ([, vo = ""]) => ({
      why: `it knows no VO ${vo}`,
      wayOut: "Check PANDA_AUTH_VO: the VO is written as in its groups.",
    }),
  ],
  [
    /Not a member of the ([\w.-]{1,60})\/([\w-]{1,40}) group/,
    ([, vo = "", role = ""]) => ({
      why: `this login does not have the role ${role} in ${vo}`,
      wayOut: `Ask the VO's administrators for the group ${vo}/${role}, or take the role off PANDA_AUTH_VO.`,
    }),
  ],
  [
    /Not a member of the ([\w.-]{1,60}) group/,
    ([, vo = ""]) => ({
      why: `this login is not a member of ${vo}`,
      wayOut: `Check PANDA_AUTH_ID_TOKEN and PANDA_AUTH_VO, or ask the VO's administrators for the group ${vo}.`,
    }),
  ],
  [
    /KeyError: '(wlcg\.)?groups'/,
    () => ({
      why: "the token says nothing of groups",
      wayOut:
        "A robot must be among the robot_ids of PanDA's auth config; a person's token needs the groups of the VO.",
    }),
  ],
  [
    /is banned/,
    () => ({ why: "this user is banned", wayOut: "Ask the people who run PanDA; nothing here can change it." }),
  ],
];

/** `undefined`: words that this program does not know. */
export const loginRefusal = (text: string): Refusal | undefined => {
  for (const [pattern, tell] of known) {
    const match = pattern.exec(text);
    if (match !== null) return tell(match);
  }
  return undefined;
};
