package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// cost is what one process took.
type cost struct {
	wall, cpu time.Duration
	peakBytes int64
	output    string
}

// job runs a process and takes its cost from the operating system.
func job(ctx context.Context, name string, args ...string) (cost, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var out, fail bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &fail
	start := time.Now()
	err := cmd.Run()
	c := cost{wall: time.Since(start), output: out.String()}
	if err != nil {
		return c, fmt.Errorf("%s %v: %w: %s", name, args, err, fail.String())
	}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.peakBytes = usage.Maxrss << 10
	}
	return c, nil
}

// self runs this program with other arguments.
func self(ctx context.Context, args ...string) (cost, error) {
	path, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	return job(ctx, path, args...)
}

// median of each figure over runs.
func median(costs []cost) cost {
	pick := func(get func(cost) int64) int64 {
		values := make([]int64, len(costs))
		for i, c := range costs {
			values[i] = get(c)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		wall:      time.Duration(pick(func(c cost) int64 { return int64(c.wall) })),
		cpu:       time.Duration(pick(func(c cost) int64 { return int64(c.cpu) })),
		peakBytes: pick(func(c cost) int64 { return c.peakBytes }),
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func mib(n int64) string { return fmt.Sprintf("%d MiB", n>>20) }
