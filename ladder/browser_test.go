package ladder_test

import (
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruthere/lab"
	"ruthere/ladder"
	"ruthere/scripts"
)

// storyOf replays a transcript that the program carries.
func storyOf(t *testing.T, name string) (s ladder.Story) {
	t.Helper()
	text, err := fs.ReadFile(scripts.Files, name+".transcript")
	if err != nil {
		t.Fatal(err)
	}
	end := func(l *lab.Lab) (err error) {
		s, err = l.Story()
		return err
	}
	if _, err := lab.ReplayWith(name, string(text), scripts.Files, lab.ReplayOptions{Ended: end}); err != nil {
		t.Fatal(err)
	}
	return s
}

// measure is what the page around the pictures does in the browser: it looks at each of them by its layout boxes.
const measure = `
function measure(frame) {
  const page = frame.contentDocument, window = frame.contentWindow, found = [];
  for (const d of page.querySelectorAll('details')) d.open = true;
  const boxes = [];
  for (const e of page.querySelectorAll('text, h1, h2, p, th, td, summary')) {
    const range = page.createRange();
    range.selectNodeContents(e);
    const inSVG = e.tagName == 'text';
    for (const r of inSVG ? [e.getBoundingClientRect()] : range.getClientRects()) {
      if (r.width > 0) boxes.push({x: r.left, y: r.top, r: r.right, b: r.bottom, text: e.textContent, svg: inSVG && e.ownerSVGElement});
    }
  }
  boxes.sort((a, b) => a.y - b.y);
  for (let i = 0; i < boxes.length; i++) {
    const a = boxes[i];
    if (a.svg) {
      const s = a.svg.getBoundingClientRect();
      if (a.x < s.left || a.r > s.right || a.b > s.bottom) found.push('outside: ' + a.text);
    }
    for (let k = i + 1; k < boxes.length && boxes[k].y < a.b - 1; k++) {
      const b = boxes[k];
      if (a.x < b.r - 1 && b.x < a.r - 1) found.push('overlap: "' + a.text + '" and "' + b.text + '"');
    }
  }
  if (page.documentElement.scrollWidth > window.innerWidth) found.push('wider than the window');
  return {name: frame.title, boxes: boxes.length, dark: window.matchMedia('(prefers-color-scheme: dark)').matches,
    ground: window.getComputedStyle(page.body).backgroundColor, found: found.slice(0, 8)};
}
window.onload = () => {
  const all = [...document.querySelectorAll('iframe')].map(measure);
  document.getElementById('result').textContent = JSON.stringify(all);
};`

// In a browser, at 800 and at 1,600 pixels, in light and in dark, no two texts of a picture share a place, and none leaves it.
// RUTHERE_PICTURES=1 looks at more texts from outside.
func TestPicturesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is not short")
	}
	browser := findChromium(t)
	pages := map[string]string{"small": draw(t, small(), ladder.FormatHTML, ladder.Options{})}
	for _, name := range []string{"chapter-periodic", "chapter-failover", "nat", "misbehaving-probe-flood"} {
		pages[name] = draw(t, storyOf(t, name), ladder.FormatHTML, ladder.Options{})
	}
	some := []int{1, 4, 8}
	if os.Getenv("RUTHERE_PICTURES") != "" {
		some = []int{0, 1, 2, 3, 4, 5, 6, 7, 8}
	}
	for _, from := range some {
		pages[fmt.Sprintf("hostile %d", from)] = draw(t, hostile(2+from/2, from), ladder.FormatHTML, ladder.Options{Rows: 40})
	}
	var around strings.Builder
	around.WriteString("<!DOCTYPE html><meta charset=utf-8><pre id=result></pre>\n")
	for name, page := range pages {
		for _, width := range []int{800, 1600} {
			fmt.Fprintf(&around, "<iframe title=\"%s at %d\" style=\"width:%dpx;height:600px\" srcdoc=\"%s\"></iframe>\n", name, width, width,
				html.EscapeString(page))
		}
	}
	fmt.Fprintf(&around, "<script>%s</script>\n", measure)
	folder := t.TempDir()
	file := filepath.Join(folder, "around.html")
	if err := os.WriteFile(file, []byte(around.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dark := range []bool{false, true} {
		for _, m := range measured(t, browser, folder, file, dark) {
			if m.Dark != dark || m.Boxes < 10 {
				t.Errorf("%s: dark %v, ground %s, %d texts", m.Name, m.Dark, m.Ground, m.Boxes)
			}
			if len(m.Found) > 0 {
				t.Errorf("%s, dark %v:\n  %s", m.Name, dark, strings.Join(m.Found, "\n  "))
			}
		}
	}
}

type measurement struct {
	Name, Ground string
	Boxes        int
	Dark         bool
	Found        []string
}

// findChromium finds a browser. scripts/dev/test.sh, and so CI, installs one.
func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no Chromium here, and this is CI: see scripts/dev/test.sh")
	}
	t.Skip("no Chromium here (apt-get install chromium): pictures are not looked at in a browser")
	return ""
}

// measured opens the page and reads what it has found.
func measured(t *testing.T, browser, folder, file string, dark bool) (list []measurement) {
	t.Helper()
	args := []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1700,900",
		"--user-data-dir=" + filepath.Join(folder, fmt.Sprint("profile-", dark)), "--virtual-time-budget=20000", "--dump-dom"}
	if dark {
		args = append(args, "--blink-settings=preferredColorScheme=0")
	}
	cmd := exec.Command(browser, append(args, "file://"+file)...)
	cmd.WaitDelay = time.Second
	timer := time.AfterFunc(90*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	dom, err := cmd.Output()
	found := regexp.MustCompile(`(?s)<pre id="result">(.*?)</pre>`).FindSubmatch(dom)
	if found == nil || len(found[1]) == 0 {
		t.Fatalf("%s said nothing of the pictures: %v, %d bytes", browser, err, len(dom))
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(found[1]))), &list); err != nil {
		t.Fatal(err)
	}
	return list
}
