package archtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/archtest"
)

func TestImportsRunOneWay(t *testing.T) {
	report(t, archtest.CheckLayers(packages(t)))
}

func TestEveryLibraryHasOneHome(t *testing.T) {
	report(t, archtest.CheckHomes(packages(t)))
}

func TestCoreIsPure(t *testing.T) {
	all := packages(t)
	report(t, archtest.CheckPurity(all))
	report(t, must(archtest.CheckClock(all))(t))
}

func TestNoFloatIsNearMoney(t *testing.T) {
	report(t, must(archtest.CheckFloats(packages(t), archtest.AllowedFloats()))(t))
}

func TestNothingHappensBeforeMain(t *testing.T) {
	report(t, must(archtest.CheckInit(packages(t)))(t))
}

func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	report(t, must(archtest.CheckPackageComments(packages(t)))(t))
}

func TestFoldersAreNamedAfterWhatTheyHold(t *testing.T) {
	report(t, archtest.CheckFolderNames(packages(t)))
}

func TestFilesAreShortNameNoMachineAndLinkToWhatExists(t *testing.T) {
	root := root(t)
	files := tracked(t, root)
	if len(files) < 20 {
		t.Fatalf("only %d files found: the list is wrong", len(files))
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(root, file))
		if os.IsNotExist(err) {
			continue // deleted, not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		report(t, archtest.CheckLength(file, content))
		report(t, archtest.CheckMachinePaths(file, content))
		report(t, archtest.CheckLinks(file, content, func(target string) bool {
			_, err := os.Stat(filepath.Join(root, target))
			return err == nil
		}))
	}
}

func TestMainIsShort(t *testing.T) {
	file := filepath.Join(root(t), "cmd", "sevenfold", "main.go")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(content), "\n"); lines >= 40 {
		t.Errorf("cmd/sevenfold/main.go has %d lines, not under 40: what it does belongs in internal/cli", lines)
	}
}

func report(t *testing.T, violations []archtest.Violation) {
	t.Helper()
	for _, v := range violations {
		t.Error(v)
	}
}

func must(violations []archtest.Violation, err error) func(*testing.T) []archtest.Violation {
	return func(t *testing.T) []archtest.Violation {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return violations
	}
}

func packages(t *testing.T) []archtest.Package {
	t.Helper()
	all, err := archtest.List(root(t))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// root is the folder of go.mod, above the one tests run in.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// tracked lists what git knows; without git (a source archive) every file.
func tracked(t *testing.T, root string) []string {
	t.Helper()
	cmd := exec.Command("git", "ls-files", "-z")
	cmd.Dir = root
	if out, err := cmd.Output(); err == nil {
		return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
	}
	var files []string
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files = append(files, strings.TrimPrefix(path, root+string(filepath.Separator)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
