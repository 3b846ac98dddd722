package checking

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// lowDiskBytes is where a large import may no longer find room for its staging
// and the engine's spilled data.
const lowDiskBytes = 5 << 30

// disk looks at the room where the lake and the temporary files are.
func disk(in Input) Check {
	for _, dir := range []string{in.Dir, in.TempDir} {
		free, err := freeBytes(dir)
		if err != nil {
			return Check{ID: "disk", Status: StatusWarn, Finding: "unknown", Args: map[string]any{"dir": dir}, Err: err}
		}
		if free < lowDiskBytes {
			return Check{ID: "disk", Status: StatusWarn, Finding: "low", Args: map[string]any{"dir": dir, "free": free, "least": int64(lowDiskBytes)}}
		}
	}
	free, err := freeBytes(in.Dir)
	if err != nil {
		return Check{ID: "disk", Status: StatusWarn, Finding: "unknown", Args: map[string]any{"dir": in.Dir}, Err: err}
	}
	return ok("disk", map[string]any{"dir": in.Dir, "free": free})
}

func freeBytes(dir string) (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, err
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil //nolint:unconvert // the types differ between systems
}

// memory compares the cap with what the machine, or the container, has.
func memory(in Input) Check {
	limit := in.Config.MemoryBytes
	machine, known := machineBytes()
	args := map[string]any{"cap": limit, "machine": machine}
	switch {
	case in.ConfigErr != nil || !known:
		return Check{ID: "memory", Status: StatusOK, Finding: "unknown", Args: args}
	case limit > machine:
		return Check{ID: "memory", Status: StatusFail, Finding: "over", Args: args}
	case limit > machine/4*3:
		return Check{ID: "memory", Status: StatusWarn, Finding: "tight", Args: args}
	}
	return ok("memory", args)
}

// machineBytes is the machine's memory or a smaller limit that the container
// sets; false on systems that do not say.
func machineBytes() (int64, bool) {
	total, known := meminfo("/proc/meminfo")
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && (!known || limit < total) {
			return limit, true
		}
	}
	return total, known
}

func meminfo(path string) (int64, bool) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false
	}
	defer f.Close() //nolint:errcheck // only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			return kib << 10, err == nil
		}
	}
	return 0, false
}
