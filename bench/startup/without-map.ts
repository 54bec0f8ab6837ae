/** The SDK puts the source map into the last line of a bundle, as a comment. */
export function codeWithoutMap(code: string): string {
  const at = code.lastIndexOf('\n//# sourceMappingURL=');
  return at === -1 ? code : code.slice(0, at);
}
