import type { Conventions } from "./conventions.ts";
import { patternStyle } from "./version-pattern.ts";
import { semverStyle } from "./version-semver.ts";
import type { VersionStyle } from "./version-style.ts";

export const versionStyle = ({ version }: Pick<Conventions, "version">): VersionStyle => {
  switch (version.style) {
    case "semver":
      return semverStyle;
    case "integer":
      return integerStyle();
    case "pattern":
      return patternStyle(version.pattern ?? "", version.example ?? "");
  }
};

/** `v001`: one part of three digits, so that any change of content raises it. Most experiments never ask. */
const integerStyle = (): VersionStyle => patternStyle("^v(?<major>[0-9]{3})$", "v001");

/** Of a production that is new. */
export const firstVersion = (conventions: Pick<Conventions, "version">): string =>
  conventions.version.style === "semver" ? "1.0.0" : versionStyle(conventions).example;
