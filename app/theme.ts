import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Neutral greys with a slight cool tint, light to dark. */
const gray: MantineColorsTuple = [
  "#f7f8fa",
  "#f0f2f5",
  "#e4e7ec",
  "#d5dae1",
  "#b9c0ca",
  "#939ba8",
  "#6b7482",
  "#4f5866",
  "#333b47",
  "#1b212b",
];

/** The dark scheme's own greys: 0 is text, 7 the page, 6 what lies on it, 4 lines. */
const dark: MantineColorsTuple = [
  "#dde1e8",
  "#b8bfca",
  "#98a1af",
  "#7d8796",
  "#343b47",
  "#2a303b",
  "#1d222b",
  "#14181f",
  "#0f1217",
  "#0a0c10",
];

/** Base 14 px, radius 6, spacing on a 4 px grid, one accent. Colour carries meaning only. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
    },
  },
  colors: { gray, dark },
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 6,
  cursorType: "pointer",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  shadows: {
    xs: "none",
    sm: "0 1px 2px rgb(16 24 40 / 8%)",
    md: "0 4px 16px rgb(16 24 40 / 12%)",
    lg: "0 8px 32px rgb(16 24 40 / 16%)",
    xl: "0 16px 48px rgb(16 24 40 / 20%)",
  },
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm" } },
    // As data, not `Tooltip.extend`: that would load it and its positioning with every page.
    Tooltip: {
      defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: true } },
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 120 } },
      styles: { title: { fontSize: 16, fontWeight: 600 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    // Its placeholder for the first focus is no item of a menu, and a menu holds only items.
    Menu: {
      defaultProps: { transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false },
    },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close this message" } } },
  },
});

/** What Mantine's own greys miss: secondary text, placeholders and links at 4.5:1 in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5a6371",
    "--mantine-color-placeholder": "#667080",
    "--mantine-color-anchor": "var(--mantine-color-indigo-8)",
    "--mantine-color-error": "#b42318",
    "--mantine-color-default-border": "var(--mantine-color-gray-3)",
  },
  dark: {
    "--mantine-color-dimmed": "#9aa3b1",
    "--mantine-color-placeholder": "#8891a0",
    "--mantine-color-anchor": "var(--mantine-color-indigo-3)",
    "--mantine-color-error": "#ff9b92",
  },
});
