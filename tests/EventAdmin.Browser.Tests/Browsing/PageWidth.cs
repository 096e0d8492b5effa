using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>Looks for what makes a page scroll sideways.</summary>
internal static class PageWidth
{
    private const string Search =
        """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const isClipped = element => {
            for (let parent = element.parentElement; parent; parent = parent.parentElement)
              if (getComputedStyle(parent).overflowX !== 'visible' && parent !== document.body && parent !== document.documentElement) return true;
            return false;
          };
          return [`The page is ${document.documentElement.scrollWidth} px wide in a window of ${width}.`,
            ...[...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > width + 0.5 && !isClipped(element))
              .slice(0, 5).map(element => element.outerHTML.slice(0, 160))];
        }
        """;

    /// <summary>What reaches beyond the window; empty where all of the page fits.</summary>
    public static Task<string[]> FindTooWideAsync(IPage page) => page.EvaluateAsync<string[]>(Search);
}
