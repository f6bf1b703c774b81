/**
 * Applications on their way to rules, as the guide to migrating shows them.
 */
@NullMarked
package com.example.migrating;

import org.jspecify.annotations.NullMarked;
