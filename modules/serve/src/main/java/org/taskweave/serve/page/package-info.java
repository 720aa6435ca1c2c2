/** What people read: a page that shows a user, and the description of all addresses. */
package org.taskweave.serve.page;
