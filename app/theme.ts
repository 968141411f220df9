import { createTheme } from "@mantine/core";

/** Base 14 px, radius 6, spacing on a 4 px grid, one accent. Colour carries meaning only. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  primaryColor: "indigo",
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 6,
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  respectReducedMotion: true,
});
