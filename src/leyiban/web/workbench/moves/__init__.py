"""The moves that a person makes on a case: one form each, drawn where and only where the table allows it.

:data:`leyiban.web.workbench.moves.table.DESKS` holds them by the name of the move; a test holds it to the flow.
"""
