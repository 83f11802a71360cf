/** The conventions furthest up, which `shrek init` writes. */
export const conventionsPath = "productions/conventions.yaml";
/** The issue form of a repository that has one. */
export const formPath = ".github/ISSUE_TEMPLATE/production.yml";
