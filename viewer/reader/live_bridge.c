#include "viewer/reader/live_bridge.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	CONNECT_SECONDS = 10,
	CARRIED_BYTES = 1 << 16,
};

static const char scheme[] = "net6://[";
static const char usual_port[] = "5344";

struct live_bridge {
	struct sockaddr_in6 far; /* the relay daemon */
	int listener;            /* owned */
	bool is_served;          /* there is a thread */
	pthread_t thread;
};

bool live_bridge_is_for(const char *url)
{
	return strncmp(url, scheme, strlen(scheme)) == 0;
}

static int connect_far(const struct live_bridge *bridge)
{
	int socket_fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval limit = { .tv_sec = CONNECT_SECONDS };
	int error;

	/* It bounds connect(), too. */
	if (socket_fd >= 0 &&
		setsockopt(socket_fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) == 0 &&
		connect(socket_fd, (const struct sockaddr *)&bridge->far, sizeof(bridge->far)) == 0)
		return socket_fd;
	error = errno == EINPROGRESS ? ETIMEDOUT : errno;
	if (socket_fd >= 0)
		close(socket_fd);
	return -error;
}

/* False: one of the two has nothing more to say. */
static bool carry(int from, int to)
{
	char bytes[CARRIED_BYTES];
	ssize_t size = recv(from, bytes, sizeof(bytes), 0);

	for (ssize_t at = 0; at < size;) {
		ssize_t sent = send(to, bytes + at, (size_t)(size - at), MSG_NOSIGNAL);

		if (sent < 0)
			return false;
		at += sent;
	}
	return size > 0;
}

static void carry_all(int near, int far)
{
	struct pollfd ends[] = { { .fd = near, .events = POLLIN },
		{ .fd = far, .events = POLLIN } };
	bool is_open = true;

	while (is_open && poll(ends, 2, -1) > 0)
		is_open = (!ends[0].revents || carry(near, far)) &&
			  (!ends[1].revents || carry(far, near));
}

/* One after the other: the source asks for sessions, hangs up, and then attaches to one. */
static void *serve(void *data)
{
	const struct live_bridge *bridge = data;
	int near;

	while ((near = accept4(bridge->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0 ||
		errno == ECONNABORTED) {
		int far = near >= 0 ? connect_far(bridge) : -1;

		if (far >= 0) {
			carry_all(near, far);
			close(far);
		}
		if (near >= 0)
			close(near);
	}
	return NULL;
}

static int find_far(
	struct live_bridge *bridge, const char **why, const char *host, const char *port)
{
	struct addrinfo hints = { .ai_family = AF_INET6, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	int error = getaddrinfo(host, port, &hints, &found);
	int far;

	if (error) {
		*why = gai_strerror(error);
		return -EHOSTUNREACH;
	}
	memcpy(&bridge->far, found->ai_addr, sizeof(bridge->far));
	freeaddrinfo(found);
	far = connect_far(bridge);
	if (far < 0) {
		*why = strerror(-far);
		return far;
	}
	close(far);
	return 0;
}

/* The far end of "net6://[HOST]:PORT/...", and what follows it. */
static int read_url(
	struct live_bridge *bridge, const char **why, const char **rest, const char *url)
{
	const char *host = url + strlen(scheme);
	const char *host_end = strchr(host, ']');
	const char *port = host_end && host_end[1] == ':' ? host_end + 2 : NULL;
	char host_text[NI_MAXHOST], port_text[NI_MAXSERV];
	size_t port_length = port ? strcspn(port, "/") : 0;

	*rest = port ? port + port_length : host_end ? host_end + 1 : "?";
	if (!host_end || (**rest && **rest != '/') ||
		(size_t)(host_end - host) >= sizeof(host_text) ||
		port_length >= sizeof(port_text)) {
		*why = "this is no URL of a relay daemon";
		return -EINVAL;
	}
	snprintf(host_text, sizeof(host_text), "%.*s", (int)(host_end - host), host);
	snprintf(port_text, sizeof(port_text), "%.*s", (int)port_length, port ? port : "");
	return find_far(bridge, why, host_text, port ? port_text : usual_port);
}

/* Gives the port. */
static int listen_near(struct live_bridge *bridge)
{
	struct sockaddr_in near = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(near);

	bridge->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bridge->listener < 0 ||
		bind(bridge->listener, (const struct sockaddr *)&near, sizeof(near)) < 0 ||
		listen(bridge->listener, 1) < 0 ||
		getsockname(bridge->listener, (struct sockaddr *)&near, &size) < 0)
		return -errno;
	return ntohs(near.sin_port);
}

/* Signals are for those who started it. */
static int start(struct live_bridge *bridge)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&bridge->thread, NULL, serve, bridge);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	bridge->is_served = !error;
	return -error;
}

int live_bridge_open(struct live_bridge **out, char **near_url, const char **why, const char *url)
{
	struct live_bridge *bridge = calloc(1, sizeof(*bridge));
	const char *rest;
	int ret, port;

	if (!bridge)
		return -ENOMEM;
	bridge->listener = -1;
	ret = read_url(bridge, why, &rest, url);
	if (ret == 0) {
		port = ret = listen_near(bridge);
		if (ret > 0)
			ret = start(bridge);
		if (ret < 0)
			*why = strerror(-ret);
	}
	if (ret == 0 && asprintf(near_url, "net://127.0.0.1:%d%s", port, rest) < 0)
		ret = -ENOMEM;
	if (ret == 0)
		*out = bridge;
	else
		live_bridge_close(bridge);
	return ret;
}

void live_bridge_close(struct live_bridge *bridge)
{
	if (!bridge)
		return;
	if (bridge->is_served) {
		/* accept() fails from now on. */
		shutdown(bridge->listener, SHUT_RDWR);
		pthread_join(bridge->thread, NULL);
	}
	if (bridge->listener >= 0)
		close(bridge->listener);
	free(bridge);
}
