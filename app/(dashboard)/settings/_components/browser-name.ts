const browsers: [pattern: RegExp, name: string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/(Headless)?Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [pattern: RegExp, name: string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const first = (list: [RegExp, string][], agent: string): string | undefined =>
  list.find(([pattern]) => pattern.test(agent))?.[1];

/** A browser's user agent in words; what is not a browser keeps its own name. */
export function browserName(agent: string | null): string {
  if (!agent) return "Unknown browser";
  const browser = first(browsers, agent);
  if (!browser) return agent.slice(0, 40);
  const system = first(systems, agent);
  return system ? `${browser} on ${system}` : browser;
}
