// Stands between a process and libc (LD_PRELOAD) for every file of one folder:
//   TORTURE_DIR    the folder
//   TORTURE_LOG    where every change, flush and line of output is written down, in the one order in which they happened
//   TORTURE_FAULT  optional, "sync:5:7:3": the 7th to 9th call of a kind (write, sync, truncate, rename, unlink) fails with errno 5;
//                  of writes only those that need space fail with errno 28
// Calls on these files take turns, so that the log's order is the true one. A record is, in the machine's byte order:
//   kind (1 byte), failed (1), file number (8), offset (8), length (4), then so many bytes of data or of names (two of them with a 0 between).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char dir[PATH_MAX];
static size_t dir_length;
static int log_fd = -1;
static char fault_kind[16];
static int fault_errno;
static long fault_first, fault_count, fault_seen;
static struct stat output;

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("TORTURE_DIR"), *log = getenv("TORTURE_LOG"), *fault = getenv("TORTURE_FAULT");
    if (!folder || !log || !realpath(folder, dir)) return;
    dir_length = strlen(dir);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    fstat(1, &output);
    log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
    syscall(SYS_close, fd);
    if (fault && sscanf(fault, "%15[a-z]:%d:%ld:%ld", fault_kind, &fault_errno, &fault_first, &fault_count) != 4) fault_kind[0] = 0;
}

static int is_in_folder(const char *path) {
    return log_fd >= 0 && strncmp(path, dir, dir_length) == 0 && (path[dir_length] == '/' || path[dir_length] == 0);
}

// The index of SQLite's log is memory: it is made anew after every end of the process.
static int is_inside(const char *path) { return is_in_folder(path) && !strstr(path + dir_length, "-shm"); }

static int is_ours(int fd, char *path) {
    char link[64];
    if (log_fd < 0 || fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_inside(path);
}

static uint64_t number_of(int fd) {
    struct stat s;
    return fstat(fd, &s) == 0 ? (uint64_t)s.st_ino : 0;
}

static void note(char kind, int failed, uint64_t file, int64_t offset, const void *data, uint32_t length) {
    unsigned char head[22];
    head[0] = (unsigned char)kind;
    head[1] = (unsigned char)failed;
    memcpy(head + 2, &file, 8);
    memcpy(head + 10, &offset, 8);
    memcpy(head + 18, &length, 4);
    struct iovec parts[2] = {{head, sizeof head}, {(void *)data, length}};
    int kept = errno;
    syscall(SYS_writev, log_fd, parts, length ? 2 : 1);
    errno = kept;
}

static int must_fail(const char *kind) {
    if (strcmp(kind, fault_kind) != 0) return 0;
    long seen = ++fault_seen;
    if (seen < fault_first || seen >= fault_first + fault_count) return 0;
    errno = fault_errno;
    return 1;
}

#define TURN(body) do { pthread_mutex_lock(&turn); body; int kept = errno; pthread_mutex_unlock(&turn); errno = kept; } while (0)

static ssize_t put(int fd, const void *data, size_t count, off64_t at) {
    ssize_t written = -1;
    TURN({
        struct stat s;
        int needs_space = fstat(fd, &s) != 0 || at + (off64_t)count > s.st_size;
        int failed = (fault_errno != ENOSPC || needs_space) && must_fail("write");
        if (!failed) written = syscall(SYS_pwrite64, fd, data, count, at);
        note('w', failed, number_of(fd), at, data, written > 0 ? (uint32_t)written : 0);
    });
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t at) {
    char path[PATH_MAX];
    return is_ours(fd, path) ? put(fd, data, count, at) : syscall(SYS_pwrite64, fd, data, count, at);
}

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at) {
    return pwrite(fd, data, count, at);
}

// The runtime writes to a copy of descriptor 1.
static int is_output(int fd) {
    struct stat s;
    return log_fd >= 0 && fd != 2 && fstat(fd, &s) == 0 && s.st_ino == output.st_ino && s.st_dev == output.st_dev;
}

ssize_t write(int fd, const void *data, size_t count) {
    char path[PATH_MAX];
    ssize_t written;
    if (is_output(fd)) {
        TURN({
            written = syscall(SYS_write, fd, data, count);
            if (written > 0) note('o', 0, 0, 0, data, (uint32_t)written);
        });
        return written;
    }
    if (!is_ours(fd, path)) return syscall(SYS_write, fd, data, count);
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    written = put(fd, data, count, at);
    if (written > 0) lseek64(fd, at + written, SEEK_SET);
    return written;
}

static int sync_file(int fd, long call) {
    char path[PATH_MAX];
    int result = -1;
    if (!is_ours(fd, path)) return (int)syscall(call, fd);
    int is_folder = strcmp(path, dir) == 0;
    TURN({
        int failed = !is_folder && must_fail("sync");
        if (!failed) result = (int)syscall(call, fd);
        note(is_folder ? 'd' : 's', failed, number_of(fd), 0, path, (uint32_t)strlen(path));
    });
    return result;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t length) {
    char path[PATH_MAX];
    int result = -1;
    if (!is_ours(fd, path)) return (int)syscall(SYS_ftruncate, fd, length);
    TURN({
        int failed = must_fail("truncate");
        if (!failed) result = (int)syscall(SYS_ftruncate, fd, length);
        note('t', failed, number_of(fd), length, 0, 0);
    });
    return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int open_file(int at, const char *path, int flags, mode_t mode) {
    char found[PATH_MAX];
    struct stat s;
    int fd;
    // Others may wait for long, as on a pipe: they take no turn.
    if (!is_inside(path)) return (int)syscall(SYS_openat, at, path, flags, mode);
    TURN({
        int is_new = (flags & O_CREAT) && fstatat(at, path, &s, 0) != 0;
        fd = (int)syscall(SYS_openat, at, path, flags, mode);
        if (fd >= 0 && fd != log_fd && is_ours(fd, found) && strcmp(found, dir) != 0) {
            note(is_new ? 'c' : 'p', 0, number_of(fd), 0, found, (uint32_t)strlen(found));
            if (!is_new && (flags & O_TRUNC)) note('t', 0, number_of(fd), 0, 0, 0);
        }
    });
    return fd;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_file(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_file(at, path, flags, mode); }

static int name(char kind, const char *fault, const char *from, const char *to) {
    char names[2 * PATH_MAX];
    int result = -1;
    TURN({
        int failed = must_fail(fault);
        if (!failed) result = kind == 'u' ? REAL(unlink)(from) : kind == 'l' ? REAL(link)(from, to) : REAL(rename)(from, to);
        int length = to ? snprintf(names, sizeof names, "%s%c%s", from, 0, to) : snprintf(names, sizeof names, "%s", from);
        if (failed || result == 0) note(kind, failed, 0, 0, names, (uint32_t)length);
    });
    return result;
}

int rename(const char *from, const char *to) { return is_inside(to) ? name('r', "rename", from, to) : REAL(rename)(from, to); }
int link(const char *from, const char *to) { return is_inside(to) ? name('l', "rename", from, to) : REAL(link)(from, to); }
int unlink(const char *path) { return is_in_folder(path) ? name('u', "unlink", path, 0) : REAL(unlink)(path); }

// Who asks for a function of libc by name would go past this library.
void *dlsym(void *library, const char *symbol) {
    static void *(*real)(void *, const char *);
    if (!real) real = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!real) real = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    if (!real) abort();
    if (library != RTLD_NEXT && strcmp(symbol, "fsync") == 0) return (void *)fsync;
    if (library != RTLD_NEXT && strcmp(symbol, "open") == 0) return (void *)open;
    return real(library, symbol);
}
