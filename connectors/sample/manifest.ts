import { z } from "zod";
import type { Manifest } from "../contract";

const config = z.strictObject({});

export const manifest: Manifest<typeof config> = {
  id: "sample",
  name: "Sample organisation",
  summary: "Makes up Acme Robotics, a company with about 2,500 identities, to explore Muster with.",
  docsPath: "docs/connectors/sample.md",
  config,
  fields: [],
  secretFields: [],
  streams: [
    { name: "aws", title: "Users, roles and secrets of four AWS accounts", permissions: [] },
    {
      name: "github",
      title: "Tokens, keys, apps and secrets of a GitHub organisation",
      permissions: [],
    },
    { name: "postgresql", title: "Roles of four PostgreSQL servers", permissions: [] },
    {
      name: "ai-and-apps",
      title: "Model keys, agents, MCP servers, apps and bots",
      permissions: [],
    },
  ],
  leastPrivilege: { format: "text", text: "None: nothing is contacted, everything is made up." },
  schedulable: false,
  describe: () => "Acme Robotics, made up",
};
