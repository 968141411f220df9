import { Tabs, Text, Title } from "@mantine/core";
import { CopyText } from "./copy-text";

export interface SetupTemplate {
  title: string;
  text: string;
  when?: { field: string; is: readonly string[] };
}

/** Templates that make at the provider what the form asks for, filled in as the form is. */
export function SetupTemplates({ templates }: { templates: readonly SetupTemplate[] }) {
  return (
    <>
      <Title order={2} size="h3" mt="lg">
        Or let a template make it
      </Title>
      <Text size="sm" c="dimmed">
        With these permissions and what the form holds now.
      </Text>
      <Tabs defaultValue={templates[0]?.title ?? null} mt="xs">
        <Tabs.List>
          {templates.map(({ title }) => (
            <Tabs.Tab key={title} value={title}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {templates.map(({ title, text }) => (
          <Tabs.Panel key={title} value={title}>
            <CopyText label={title} text={text} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
