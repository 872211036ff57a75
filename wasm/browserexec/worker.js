"use strict";
// Runs test.wasm the way `node` would: output goes to the host, files of the
// module can be read, a temporary folder in memory can be written.

const host = (method, path, body) => {
	const request = new XMLHttpRequest();
	request.open(method, path, false); // synchronous: output keeps its order, also when Go crashes
	request.responseType = "arraybuffer";
	request.send(body);
	return request;
};
const fromHost = (path) => {
	const request = host("GET", path);
	if (request.status !== 200) {
		throw failure("ENOENT");
	}
	return new Uint8Array(request.response);
};
const jsonFromHost = (path) => JSON.parse(new TextDecoder().decode(fromHost(path)));

const failure = (code) => Object.assign(new Error(code), { code });
const test = jsonFromHost("test.json");

// resolve makes a path absolute and takes "." and ".." out of it.
const resolve = (path) => {
	const parts = [];
	for (const part of (path.startsWith("/") ? path : `${test.cwd}/${path}`).split("/")) {
		if (part === "..") {
			parts.pop();
		} else if (part !== "" && part !== ".") {
			parts.push(part);
		}
	}
	return "/" + parts.join("/");
};

const constants = { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536 };

// A node is a file or a folder: a folder has names and no bytes.
const hostNode = (path) => {
	const { dir, mode, size, mtimeMs, names } = jsonFromHost(`stat?path=${encodeURIComponent(path)}`);
	if (dir) {
		return { mode, mtimeMs, names: () => names };
	}
	let bytes;
	return {
		mode, mtimeMs, size: () => size, readOnly: true,
		get bytes() { // fetched when first read
			return (bytes ??= fromHost(`read?path=${encodeURIComponent(path)}`));
		},
	};
};

// What tests write to the temporary folder stays in memory. The testing
// package itself writes there to compare what examples print.
const temporary = "/browserexec-tmp";
const written = new Map(); // path → node
const parent = (path) => path.slice(0, path.lastIndexOf("/"));
const writtenFolder = (path) => ({
	mode: 0o700, mtimeMs: Date.now(),
	names: () => [...written.keys()].filter((p) => parent(p) === path).map((p) => p.slice(path.length + 1)),
});
const writtenFile = () => ({
	mode: 0o600, mtimeMs: Date.now(), bytes: new Uint8Array(0),
	size() {
		return this.bytes.length;
	},
});
written.set(temporary, writtenFolder(temporary));

const isTemporary = (path) => path.startsWith(`${temporary}/`) || path === temporary;
const find = (path) => {
	if (!isTemporary(path)) {
		return hostNode(path);
	}
	if (!written.has(path)) {
		throw failure("ENOENT");
	}
	return written.get(path);
};
const add = (path, node) => {
	if (!isTemporary(path)) {
		throw failure("EROFS");
	}
	if (written.has(path)) {
		throw failure("EEXIST");
	}
	if (!find(parent(path)).names) {
		throw failure("ENOTDIR");
	}
	written.set(path, node);
	return node;
};

const statOf = (node) => {
	const size = node.names ? 0 : node.size();
	return {
		size, mode: node.mode | (node.names ? 0o040000 : 0o100000), mtimeMs: node.mtimeMs, atimeMs: node.mtimeMs, ctimeMs: node.mtimeMs,
		dev: 0, ino: 0, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, blocks: Math.ceil(size / 512),
		isDirectory: () => Boolean(node.names),
	};
};

const outputs = { 1: "stdout", 2: "stderr" };
const opened = new Map(); // file descriptor → { node, next, append }
let nextFD = 3;

const file = (fd) => {
	if (!opened.has(fd)) {
		throw failure("EBADF");
	}
	return opened.get(fd);
};

// resize makes a written file so many bytes long.
const resize = (node, size) => {
	if (node.names || node.readOnly) {
		throw failure("EROFS");
	}
	const bytes = new Uint8Array(size);
	bytes.set(node.bytes.subarray(0, size));
	node.bytes = bytes;
};

const open = (path, flags) => {
	let node;
	try {
		node = find(path);
	} catch (err) {
		if (err.code !== "ENOENT" || !(flags & constants.O_CREAT)) {
			throw err;
		}
		return add(path, writtenFile());
	}
	if (flags & constants.O_EXCL) {
		throw failure("EEXIST");
	}
	if (flags & constants.O_DIRECTORY && !node.names) {
		throw failure("ENOTDIR");
	}
	if (flags & (constants.O_WRONLY | constants.O_RDWR) && (node.names || node.readOnly)) {
		throw failure(node.names ? "EISDIR" : "EROFS");
	}
	if (flags & constants.O_TRUNC) {
		resize(node, 0);
	}
	return node;
};

const calls = {
	open(path, flags) {
		opened.set(nextFD, { node: open(resolve(path), flags), next: 0, append: Boolean(flags & constants.O_APPEND) });
		return nextFD++;
	},
	close(fd) {
		file(fd);
		opened.delete(fd);
	},
	read(fd, buffer, offset, length, position) {
		if (fd === 0) {
			return 0; // nobody types
		}
		const f = file(fd);
		if (f.node.names) {
			throw failure("EISDIR");
		}
		const from = position ?? f.next;
		const part = f.node.bytes.subarray(from, from + length);
		buffer.set(part, offset);
		if (position === null) {
			f.next += part.length;
		}
		return part.length;
	},
	write(fd, buffer, offset, length, position) {
		const part = buffer.slice(offset, offset + length);
		if (outputs[fd]) {
			host("POST", outputs[fd], part);
			return length;
		}
		const f = file(fd);
		const from = f.append ? f.node.size() : (position ?? f.next);
		resize(f.node, Math.max(f.node.size(), from + length));
		f.node.bytes.set(part, from);
		if (position === null) {
			f.next = from + length;
		}
		return length;
	},
	ftruncate: (fd, size) => resize(file(fd).node, size),
	truncate: (path, size) => resize(find(resolve(path)), size),
	stat: (path) => statOf(find(resolve(path))),
	lstat: (path) => statOf(find(resolve(path))),
	fstat: (fd) => statOf(file(fd).node),
	readdir: (path) => find(resolve(path)).names?.() ?? [],
	mkdir(path) {
		add(resolve(path), writtenFolder(resolve(path)));
	},
	unlink(path) {
		if (find(resolve(path)).names) {
			throw failure("EISDIR");
		}
		if (!written.delete(resolve(path))) {
			throw failure("EROFS");
		}
	},
	rmdir(path) {
		if (find(resolve(path)).names?.().length !== 0) {
			throw failure("ENOTEMPTY");
		}
		if (!written.delete(resolve(path))) {
			throw failure("EROFS");
		}
	},
	rename(from, to) {
		const node = find(resolve(from));
		if (node.names || !isTemporary(resolve(from)) || !isTemporary(resolve(to))) {
			throw failure("EROFS");
		}
		written.set(resolve(to), node);
		written.delete(resolve(from));
	},
	fsync() {},
	readlink() {
		throw failure("EINVAL"); // there are no links
	},
};
for (const name of ["chmod", "chown", "fchmod", "fchown", "lchown", "link", "symlink", "utimes"]) {
	calls[name] = () => {
		throw failure("EROFS");
	};
}

globalThis.fs = {
	constants,
	writeSync: (fd, buffer) => calls.write(fd, buffer, 0, buffer.length, null),
};
for (const [name, call] of Object.entries(calls)) {
	globalThis.fs[name] = (...args) => {
		const callback = args.pop();
		let result;
		try {
			result = call(...args);
		} catch (err) {
			callback(err.code ? err : failure("EIO"));
			return;
		}
		callback(null, result);
	};
}
globalThis.path = { resolve };
globalThis.process = {
	cwd: () => test.cwd,
	chdir(path) {
		if (!find(resolve(path)).names) {
			throw failure("ENOTDIR");
		}
		test.cwd = resolve(path);
	},
	pid: 1,
	ppid: 0,
	getuid: () => -1,
	getgid: () => -1,
	geteuid: () => -1,
	getegid: () => -1,
	getgroups: () => [],
	umask: () => 0o022,
};

importScripts("wasm_exec.js");

const run = async () => {
	const go = new Go();
	let code = 2; // of a program that ends without saying how
	go.argv = test.args;
	go.env = { ...test.env, PWD: test.cwd, TMPDIR: temporary };
	go.exit = (c) => {
		code = c;
	};
	const { instance } = await WebAssembly.instantiateStreaming(fetch("test.wasm"), go.importObject);
	await go.run(instance);
	return code;
};
run()
	.catch((err) => {
		host("POST", "stderr", `${err.stack ?? err}\n`);
		return 2;
	})
	.then((code) => host("POST", `exit?code=${code}`));
