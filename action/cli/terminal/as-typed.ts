/** Commands of a comment as they are typed here. */
export const asTyped = (text: string): string => text.replaceAll("`/shrek ", "`shrek ");
