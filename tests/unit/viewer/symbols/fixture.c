/* A module with call sites whose lines the test knows: it is dlopen()ed, and looked up. */
void *fixture_site(void);
void *fixture_call(void);
void *fixture_call_inlined(void);

__attribute__((noinline)) void *fixture_site(void)
{
	return __builtin_return_address(0);
}

void *fixture_call(void)
{
	void *site = fixture_site(); /* line 13 */

	__asm__ volatile("" : "+r"(site));
	return site;
}

static inline __attribute__((always_inline)) void *fixture_inlined(void)
{
	void *site = fixture_site(); /* line 21 */

	__asm__ volatile("" : "+r"(site));
	return site;
}

void *fixture_call_inlined(void)
{
	return fixture_inlined();
}
