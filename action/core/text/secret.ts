/** What is a secret wherever it stands. */
const tokens = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, // a signed JSON Web Token
  /\b(ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
];

export const holdsToken = (text: string): boolean => tokens.some((pattern) => pattern.test(text));

/** A password between user and host of an address, or behind the word that names it; a variable or stars are none. */
const passwords = [
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:(?![$*<{])[^\s/@]+@/i,
  /(?:password|passwd|passphrase|pwd)["']?[ \t]*=[ \t]*["']?(?![$*<{?:=])[^\s"'&;,]+/i,
  /(?:token|secret|api_?key)=["']?(?![$*<{?:])[^\s"'&;,]{8,}/i,
  /\bcurl\b.*\s(?:-u|--user)[ =]?[^\s:]+:(?![$*<{])\S/i,
  /\bbearer\s+[A-Za-z0-9._-]{12,}/i,
];

/** Of a line that says where data come from: databases are asked with addresses and connection strings. */
export const holdsSecret = (line: string): boolean => holdsToken(line) || passwords.some((one) => one.test(line));
