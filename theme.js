// Sets the chosen theme before the first paint. Without a choice the style sheets follow the system.
"use strict";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden. The system's theme is then the right one.
}
