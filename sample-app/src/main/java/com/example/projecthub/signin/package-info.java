/**
 * Signing in with AuthKit: the authorization code flow with PKCE, and the session in a
 * sealed cookie, which the starter reads and refreshes.
 */
@NullMarked
package com.example.projecthub.signin;

import org.jspecify.annotations.NullMarked;
