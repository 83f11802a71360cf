/** What is a secret wherever it is. */
const tokens = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, // a signed JSON Web Token
  /\b(ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/,
  /\bhttps?:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9]{6,}\/[A-Za-z0-9/]{20,}/,
  /\bhttps?:\/\/[A-Za-z0-9.:-]{1,100}(?:\/[A-Za-z0-9._-]{1,40}){0,3}\/hooks\/[a-z0-9]{26}\b/, // of Mattermost
  /\bhttps?:\/\/(?:[a-z]{1,20}\.)?discord(?:app)?\.com\/api\/(?:v\d{1,3}\/)?webhooks\/\d{5,25}\/[A-Za-z0-9_-]{20,}/,
];

export const holdsToken = (text: string): boolean => tokens.some((pattern) => pattern.test(text));

/** A password between user and host of an address, or behind the word that names it; a variable or stars are none. */
const passwords = [
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/@:]*:(?![$*<{])[^\s/@]+@/i,
  /(?:password|passwd|passphrase|pwd)["']?[ \t]*=[ \t]*["']?(?![$*<{?:=])[^\s"'&;,]+/i,
  /(?:token|secret|api_?key)=["']?(?![$*<{?:])[^\s"'&;,]{8,}/i,
  /\bcurl\b.{0,500}\s(?:-u|--user)[ =]?[^\s:]+:(?![$*<{])\S+/i,
  /\bbearer\s+[A-Za-z0-9._-]{12,}/i,
  /\bx-rucio-auth-token["']?[ \t]*[:=][ \t]*["']?(?![$*<{])[^\s"']{8,}/i,
];

/** Of a line that says where data come from: databases are asked with addresses and connection strings. */
export const holdsSecret = (line: string): boolean => holdsToken(line) || passwords.some((one) => one.test(line));

/** The whole of a key, and of a token the part that a cut has left. */
const wholes = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/,
  /\beyJ[A-Za-z0-9_.-]{17,}/,
];
const hidden = [...wholes, ...tokens.slice(2), ...passwords].map((one) => new RegExp(one.source, `g${one.flags}`));

/** Stands where a message would repeat a credential: messages go to comments and logs, which everybody reads. */
export const notShown = "(not shown)";
export const hideSecrets = (text: string): string => hidden.reduce((left, one) => left.replace(one, notShown), text);
